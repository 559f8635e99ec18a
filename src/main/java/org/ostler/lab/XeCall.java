package org.ostler.lab;

import java.util.Map;
import java.util.Optional;

/** One call of xe while it is carried out. */
record XeCall(Invocation invocation, XeArguments arguments, XePrinter printer, XenPool pool) {
    /** A command of xe. */
    @FunctionalInterface
    interface Command {
        void run(XeCall call) throws Exception;
    }

    /**
     * How a command is called.
     *
     * @param required parameters, in order; the first one that is missing is named
     * @param optional for its help
     */
    record Form(String required, String optional, String description, Command command) {}

    XenDatabase database() {
        return pool.database();
    }

    /** @throws XeError when there is none of this uuid */
    XenObject byUuid(String table) throws XeError {
        String uuid = arguments.required("uuid");
        return database().find(table, uuid).orElseThrow(() -> XeError.uuidInvalid(table, uuid));
    }

    XenObject byUuidOf(String parameter, String table) throws XeError {
        String uuid = arguments.required(parameter);
        return database().find(table, uuid).orElseThrow(() -> XeError.uuidInvalid(table, uuid));
    }

    Optional<XenObject> hostNamed(String uuidOrName) {
        return database().find("host", uuidOrName).or(() -> database().named("host", uuidOrName));
    }

    Map<String, String> parameters() {
        return arguments.parameters();
    }
}
