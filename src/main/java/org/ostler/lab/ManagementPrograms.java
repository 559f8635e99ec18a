package org.ostler.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a guide needs on the management server beyond the programs that every host has. */
final class ManagementPrograms {
    /** A practice database pretends to be this large on disk, in KiB. */
    private static final int DATABASE_KIB = 51_200;

    private ManagementPrograms() {}

    static void installOn(LabHost host) {
        if (host.program("stat").isEmpty()) {
            host.install("stat", ManagementPrograms::stat);
        }
        if (host.program("install").isEmpty()) {
            host.install("install", ManagementPrograms::install);
        }
        if (host.program("du").isEmpty()) {
            host.install("du", ManagementPrograms::diskUsage);
        }
    }

    private static List<String> operands(Invocation call) {
        List<String> operands = new ArrayList<>();
        boolean rest = false;
        for (String word : call.arguments()) {
            if (word.equals("--")) {
                rest = true;
            } else if (rest || !word.startsWith("-")) {
                operands.add(word);
            }
        }
        return operands;
    }

    /** {@code stat -c FORMAT -- PATH…} with size, mode, owner, group, name and time of change of the content. */
    private static int stat(Invocation call) throws IOException {
        List<String> words = operands(call);
        boolean formatted = call.arguments().contains("-c");
        String format = formatted && !words.isEmpty() ? words.remove(0) : "%n";
        int exit = 0;
        for (String path : words) {
            Optional<LabFileSystem.Entry> entry = call.host().files().entry(path);
            if (entry.isEmpty()) {
                call.complain("stat: cannot stat `" + path + "': No such file or directory");
                exit = 1;
                continue;
            }
            String[] owner = entry.get().owner().split(":", 2);
            call.println(format.replace("%s", Integer.toString(entry.get().bytes().length))
                    .replace("%a", entry.get().mode().replaceFirst("^0+(?=\\d)", ""))
                    .replace("%Y", Long.toString(entry.get().modified().getEpochSecond()))
                    .replace("%U", owner[0])
                    .replace("%G", owner[owner.length - 1])
                    .replace("%n", path));
        }
        return exit;
    }

    /** {@code install -m MODE -- SOURCE DESTINATION}. */
    private static int install(Invocation call) throws IOException {
        List<String> words = operands(call);
        int at = call.arguments().indexOf("-m");
        String mode = "755";
        if (at >= 0 && !words.isEmpty()) {
            mode = words.remove(0).replaceFirst("^0+(?=\\d)", "");
        }
        if (words.size() != 2) {
            call.complain("install: missing destination file operand");
            return 1;
        }
        LabFileSystem files = call.host().files();
        byte[] content = words.get(0).equals("/dev/null")
                ? new byte[0]
                : files.read(words.get(0)).orElse(new byte[0]);
        String destination = words.get(1);
        String directory = destination.substring(0, Math.max(1, destination.lastIndexOf('/')));
        if (!files.isDirectory(directory)) {
            call.complain("install: cannot create regular file `" + destination + "': No such file or directory");
            return 1;
        }
        files.write(destination, content, mode, "root:root");
        return 0;
    }

    private static int diskUsage(Invocation call) throws IOException {
        int exit = 0;
        for (String path : operands(call)) {
            if (!call.host().files().isDirectory(path)
                    && call.host().files().entry(path).isEmpty()) {
                call.complain("du: cannot access `" + path + "': No such file or directory");
                exit = 1;
            } else {
                long bytes = call.host().files().below(path).values().stream()
                        .mapToLong(entry -> entry.bytes().length)
                        .sum();
                long kib = path.startsWith("/var/lib/mysql") ? DATABASE_KIB : Math.max(4, bytes / 1024);
                call.println(kib + "\t" + path);
            }
        }
        return exit;
    }
}
