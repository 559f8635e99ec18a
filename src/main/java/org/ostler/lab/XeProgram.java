package org.ostler.lab;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code xe}: finds the command, sees to its required parameters and to the pool's coordinator, and says errors as
 * the real one does. What a member is asked, the coordinator answers.
 */
final class XeProgram implements Program {
    private static final String USAGE = """
            Usage: xe <command> [-s server] [-pw passwd] [-p port] [-u user] [-pwf password-file]
            \t[command specific arguments]

            To get help on a specific command: xe help <command>
            To get a full listing of commands: xe help --all

            """;

    private final XenPool pool;
    private final XeClasses classes;
    private final Map<String, XeCall.Form> forms = new TreeMap<>();

    XeProgram(XenPool pool) {
        this.pool = pool;
        this.classes = new XeClasses(pool);
        new XeRecords(classes).addTo(forms);
        new XeMachineCommands(classes).addTo(forms);
        new XeHostCommands(classes).addTo(forms);
        XeNetworkCommands.addTo(forms);
        XeStorageCommands.addTo(forms);
        XeTaskCommands.addTo(forms);
        XePreparationCommands.addTo(forms);
    }

    @Override
    public int run(Invocation call) throws IOException, InterruptedException {
        XeArguments arguments;
        try {
            arguments = XeArguments.of(call.arguments());
        } catch (XeError wrong) {
            call.complain(wrong.getMessage());
            return 1;
        }
        if (arguments.command().isEmpty()) {
            call.print(USAGE);
            return 0;
        }
        if (arguments.command().equals("help")) {
            return help(call, arguments);
        }
        XePrinter printer = new XePrinter(call, arguments.isMinimal());
        try {
            carryOut(new XeCall(call, arguments, printer, pool));
            printer.flush();
            return 0;
        } catch (XeError said) {
            call.complain(said.getMessage());
            return 1;
        }
    }

    private void carryOut(XeCall call) throws XeError, IOException, InterruptedException {
        String command = call.arguments().command();
        XenHost host = pool.hostNamed(call.invocation().host().name());
        if (command.equals("host-is-in-emergency-mode")) {
            call.printer().line(Boolean.toString(pool.isInEmergency(host)));
            return;
        }
        pool.assertAnswers(host);
        XeCall.Form form = forms.get(command);
        if (form == null) {
            throw XeError.bare("Unknown command: " + command + "\nFor usage run: 'xe help'");
        }
        for (String required : form.required().split(" ", -1)) {
            if (!required.isEmpty()) {
                call.arguments().required(required);
            }
        }
        try {
            form.command().run(call);
        } catch (XeError | IOException | InterruptedException | RuntimeException expected) {
            throw expected;
        } catch (Exception other) {
            throw new IllegalStateException(other);
        }
    }

    private int help(Invocation call, XeArguments arguments) throws IOException {
        Optional<String> wanted = arguments.parameters().keySet().stream()
                .filter(name -> !name.equals("all"))
                .findFirst();
        if (wanted.isEmpty()) {
            call.print(USAGE + "A full list of commands\n-----------------------\n    "
                    + String.join(", ", forms.keySet()) + "\n");
            return 0;
        }
        XeCall.Form form = forms.get(wanted.get());
        if (form == null) {
            call.complain("Unknown command: " + wanted.get());
            return 1;
        }
        call.print("command name        : " + wanted.get() + "\n\treqd params     : "
                + form.required().replace(" ", ", ") + "\n\toptional params : "
                + form.optional().replace(" ", ", ") + "\n\tdescription     : " + form.description() + "\n");
        return 0;
    }
}
