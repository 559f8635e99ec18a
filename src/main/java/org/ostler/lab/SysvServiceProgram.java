package org.ostler.lab;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code service} and {@code chkconfig --list} of EL 5 and 6, with their printing and exit statuses. */
final class SysvServiceProgram implements Program {
    private final Systemd services;

    SysvServiceProgram(Systemd services) {
        this.services = services;
    }

    @Override
    public int run(Invocation call) throws IOException, InterruptedException {
        List<String> words = call.arguments();
        if (words.size() < 2) {
            call.complain("Usage: service < option > | --status-all | [ service_name [ command | --full-restart ] ]");
            return 1;
        }
        Optional<SystemdUnit> unit = services.unit(words.get(0));
        if (unit.isEmpty()) {
            call.complain(words.get(0) + ": unrecognized service");
            return 1;
        }
        return switch (words.get(1)) {
            case "status" -> status(call, unit.get());
            case "start" -> start(call, unit.get());
            case "stop" -> stop(call, unit.get());
            case "restart", "condrestart" -> {
                stop(call, unit.get());
                yield start(call, unit.get());
            }
            default -> {
                call.println("Usage: " + words.get(0) + " {start|stop|status|restart|condrestart}");
                yield 2;
            }
        };
    }

    private static String plain(SystemdUnit unit) {
        return unit.name.substring(0, unit.name.lastIndexOf('.'));
    }

    private static void say(Invocation call, String what, boolean well) throws IOException {
        call.println(String.format(Locale.ROOT, "%-59s[%s]", what, well ? "  OK  " : "FAILED"));
    }

    private static int status(Invocation call, SystemdUnit unit) throws IOException {
        if (unit.isActive()) {
            call.println(plain(unit) + " (pid  " + unit.pid + ") is running...");
            return 0;
        }
        call.println(plain(unit) + " is stopped");
        return 3;
    }

    private int stop(Invocation call, SystemdUnit unit) throws IOException, InterruptedException {
        boolean ran = unit.isActive();
        services.stop(unit);
        say(call, "Stopping " + unit.description + ":", ran);
        return ran ? 0 : 1;
    }

    private int start(Invocation call, SystemdUnit unit) throws IOException, InterruptedException {
        boolean well = services.start(unit);
        say(call, "Starting " + unit.description + ":", well);
        return well ? 0 : 1;
    }
}
