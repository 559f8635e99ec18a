package org.ostler.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.ostler.configfile.FileChange;
import org.ostler.procedure.Action;

/** A guarded change brought to a host of the lab as the engine brings it to real ones, call by call. */
final class GuardedByHand {
    private static final String SCRIPT = "/var/lib/ostler/network-guard-0123456789ab";

    private final ServiceHost host;
    private final Action.Guarded change;
    private final String id = UUID.randomUUID().toString();

    GuardedByHand(ServiceHost host, Action.Guarded change) {
        this.host = host;
        this.change = change;
        host.files().script(SCRIPT, "# the guard");
    }

    Called arm() throws IOException, InterruptedException {
        host.files().write("/var/lib/ostler/guard-" + id + ".order", order());
        return call("arm");
    }

    Called call(String verb, String... more) throws IOException, InterruptedException {
        return shell("sh " + SCRIPT + " " + verb + " " + id + " " + String.join(" ", more));
    }

    String dump() throws IOException, InterruptedException {
        return shell("sh " + SCRIPT + " dump").out();
    }

    private Called shell(String line) throws IOException, InterruptedException {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        java.io.ByteArrayOutputStream err = new java.io.ByteArrayOutputStream();
        int exit = new HostShell(host, "exec").run(line, new java.io.ByteArrayInputStream(new byte[0]), out, err);
        return new Called(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private String order() {
        StringBuilder order = new StringBuilder(
                "ostler-guard 1\ndeadline " + change.deadline().toSeconds() + "\ntimer any\n");
        List<FileChange> files = change.files();
        for (int i = 0; i < files.size(); i++) {
            FileChange file = files.get(i);
            String number = Integer.toString(i + 1);
            order.append("file ")
                    .append(number)
                    .append(' ')
                    .append(sha256(file.before()))
                    .append(' ')
                    .append(sha256(file.after()))
                    .append(' ')
                    .append(file.mode().orElse("-"))
                    .append(' ')
                    .append(file.owner().orElse("-"))
                    .append(' ')
                    .append(file.path())
                    .append('\n');
            file.after().ifPresent(text -> {
                String whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
                for (String line : whole.split("\n", -1)) {
                    order.append(number).append('>').append(line).append('\n');
                }
                order.append(text.endsWith("\n") ? "" : "bare " + number + "\n");
            });
        }
        change.apply()
                .forEach(command -> order.append("do ").append(command.quoted()).append('\n'));
        change.applyAfterRestore()
                .forEach(command ->
                        order.append("back ").append(command.quoted()).append('\n'));
        return order.toString();
    }

    private static String sha256(Optional<String> text) {
        if (text.isEmpty()) {
            return "-";
        }
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(text.get().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new AssertionError(everyJavaHasIt);
        }
    }
}
