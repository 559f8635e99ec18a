package org.ostler.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Programs around files that every simulated host has, with coreutils' words. */
final class FilePrograms {
    private static final String ABSENT = ": No such file or directory";

    private FilePrograms() {}

    static void installOn(LabHost host) {
        host.install("cat", FilePrograms::cat);
        host.install("ls", FilePrograms::list);
        host.install("test", call -> test(call, call.arguments()));
        host.install("[", FilePrograms::bracket);
        host.install("mkdir", FilePrograms::makeDirectories);
        host.install("rm", FilePrograms::remove);
        host.install("tee", FilePrograms::tee);
        host.install("chmod", FilePrograms::changeMode);
        host.install("touch", FilePrograms::touch);
        host.install("mv", call -> copy(call, true));
        host.install("cp", call -> copy(call, false));
        host.install("sha256sum", FilePrograms::checksum);
        host.install("sync", call -> 0);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static int cat(Invocation call) throws IOException {
        int exit = 0;
        List<String> names = call.operands().isEmpty() ? List.of("-") : call.operands();
        for (String name : names) {
            if (name.equals("-")) {
                call.in().transferTo(call.out());
                continue;
            }
            Optional<byte[]> bytes = call.host().files().read(call.path(name));
            if (bytes.isPresent()) {
                call.out().write(bytes.get());
            } else {
                boolean directory = call.host().files().isDirectory(call.path(name));
                call.complain("cat: " + name + (directory ? ": Is a directory" : ABSENT));
                exit = 1;
            }
        }
        call.out().flush();
        return exit;
    }

    private static int list(Invocation call) throws IOException {
        int exit = 0;
        List<String> names = call.operands().isEmpty() ? List.of(call.directory()) : call.operands();
        for (String name : names) {
            String path = call.path(name);
            LabFileSystem files = call.host().files();
            if (files.entry(path).isPresent() || call.has('d')) {
                line(call, name, path);
            } else if (files.isDirectory(path)) {
                for (String child : files.names(path)) {
                    if (!child.startsWith(".") || call.has('a') || call.has('A')) {
                        line(call, child, path.equals("/") ? "/" + child : path + "/" + child);
                    }
                }
            } else {
                call.complain("ls: " + name + ABSENT);
                exit = 2;
            }
        }
        return exit;
    }

    private static void line(Invocation call, String name, String path) throws IOException {
        Optional<LabFileSystem.Entry> entry = call.host().files().entry(path);
        if (!call.has('l')) {
            call.println(name);
        } else if (entry.isEmpty()) {
            call.println("drwxr-xr-x 2 root root 4096 Jan  1 00:00 " + name);
        } else {
            LabFileSystem.Entry file = entry.get();
            boolean link = !file.link().isEmpty();
            call.println((link ? "l" : "-") + permissions(file.mode()) + " 1 "
                    + file.owner().replace(':', ' ') + " " + file.bytes().length + " "
                    + SystemPrograms.date("%b %e %H:%M", file.modified()) + " " + name
                    + (link ? " -> " + file.link() : ""));
        }
    }

    private static String permissions(String mode) {
        StringBuilder text = new StringBuilder();
        for (char digit : mode.substring(mode.length() - 3).toCharArray()) {
            int bits = digit - '0';
            text.append((bits & 4) > 0 ? 'r' : '-')
                    .append((bits & 2) > 0 ? 'w' : '-')
                    .append((bits & 1) > 0 ? 'x' : '-');
        }
        return text.toString();
    }

    private static int bracket(Invocation call) throws IOException {
        List<String> words = call.arguments();
        if (words.isEmpty() || !words.get(words.size() - 1).equals("]")) {
            call.complain("bash: [: missing `]'");
            return 2;
        }
        return test(call, words.subList(0, words.size() - 1));
    }

    private static int test(Invocation call, List<String> words) throws IOException {
        if (!words.isEmpty() && words.get(0).equals("!")) {
            return 1 - test(call, words.subList(1, words.size()));
        }
        if (words.size() < 2) {
            return words.isEmpty() || words.get(0).isEmpty() ? 1 : 0;
        }
        LabFileSystem files = call.host().files();
        String path = call.path(words.get(1));
        boolean there = files.exists(path);
        boolean directory = files.isDirectory(path);
        if (words.size() == 3) {
            return switch (words.get(1)) {
                case "=", "==" -> words.get(0).equals(words.get(2)) ? 0 : 1;
                case "!=" -> words.get(0).equals(words.get(2)) ? 1 : 0;
                default -> 2;
            };
        }
        boolean yes =
                switch (words.get(0)) {
                    case "-e", "-r", "-w" -> there;
                    case "-f" -> files.read(path).isPresent();
                    case "-c" -> path.startsWith("/dev/") && files.read(path).isPresent();
                    case "-d" -> directory;
                    case "-s" -> files.read(path).map(bytes -> bytes.length > 0).orElse(false);
                    case "-x" -> directory || call.host().isExecutable(path);
                    case "-h", "-L" ->
                        files.entry(path).map(e -> !e.link().isEmpty()).orElse(false);
                    case "-n" -> !words.get(1).isEmpty();
                    case "-z" -> words.get(1).isEmpty();
                    default -> throw new IOException("test: " + words.get(0) + ": unary operator expected");
                };
        return yes ? 0 : 1;
    }

    private static int makeDirectories(Invocation call) throws IOException {
        int exit = 0;
        for (String name : call.operands()) {
            String path = call.path(name);
            if (call.host().files().exists(path) && !call.has('p')) {
                call.complain("mkdir: cannot create directory `" + name + "': File exists");
                exit = 1;
            } else {
                call.host().files().makeDirectory(path);
            }
        }
        call.host().centre().changed();
        return exit;
    }

    private static int remove(Invocation call) throws IOException {
        int exit = 0;
        for (String name : call.operands()) {
            String path = call.path(name);
            LabFileSystem files = call.host().files();
            if (files.remove(path)) {
                continue;
            }
            if (files.isDirectory(path) && (call.has('r') || call.has('R'))) {
                files.removeTree(path);
            } else if (!call.has('f') || files.isDirectory(path)) {
                boolean directory = files.isDirectory(path);
                call.complain("rm: cannot remove `" + name + "'" + (directory ? ": Is a directory" : ABSENT));
                exit = 1;
            }
        }
        call.host().centre().changed();
        return exit;
    }

    private static int tee(Invocation call) throws IOException {
        byte[] bytes = call.in().readAllBytes();
        for (String name : call.operands()) {
            String path = call.path(name);
            byte[] before = call.has('a') ? call.host().files().read(path).orElse(new byte[0]) : new byte[0];
            String text =
                    new String(before, StandardCharsets.ISO_8859_1) + new String(bytes, StandardCharsets.ISO_8859_1);
            call.host().files().write(path, text.getBytes(StandardCharsets.ISO_8859_1));
        }
        call.out().write(bytes);
        call.out().flush();
        call.host().centre().changed();
        return 0;
    }

    private static int changeMode(Invocation call) throws IOException {
        List<String> operands = call.operands();
        int exit = 0;
        for (String name : operands.subList(Math.min(1, operands.size()), operands.size())) {
            String path = call.path(name);
            Optional<LabFileSystem.Entry> entry = call.host().files().entry(path);
            if (entry.isEmpty()) {
                call.complain("chmod: cannot access `" + name + "'" + ABSENT);
                exit = 1;
                continue;
            }
            String wanted = operands.get(0);
            String octal = wanted.matches("[0-7]{3,4}")
                    ? wanted.substring(wanted.length() - 3)
                    : Map.of("+x", "755", "a+x", "755", "u+x", "744", "go-rwx", "600")
                            .getOrDefault(wanted, entry.get().mode());
            call.host().files().mode(path, octal);
        }
        call.host().centre().changed();
        return exit;
    }

    private static int touch(Invocation call) {
        for (String name : call.operands()) {
            String path = call.path(name);
            call.host().files().write(path, call.host().files().read(path).orElse(new byte[0]));
        }
        call.host().centre().changed();
        return 0;
    }

    private static int copy(Invocation call, boolean away) throws IOException {
        List<String> operands = call.operands();
        if (operands.size() < 2) {
            call.complain(call.name() + ": missing destination file operand");
            return 1;
        }
        String target = call.path(operands.get(operands.size() - 1));
        LabFileSystem files = call.host().files();
        for (String name : operands.subList(0, operands.size() - 1)) {
            String from = call.path(name);
            Optional<LabFileSystem.Entry> entry = files.entry(from);
            if (entry.isEmpty()) {
                call.complain(call.name() + ": cannot stat `" + name + "'" + ABSENT);
                return 1;
            }
            String to = files.isDirectory(target) ? target + "/" + LabPaths.name(from) : target;
            if (call.has('n') && files.exists(to)) {
                continue;
            }
            if (away) {
                files.rename(from, to);
            } else {
                files.write(
                        to, entry.get().bytes(), entry.get().mode(), entry.get().owner());
            }
        }
        call.host().centre().changed();
        return 0;
    }

    private static int checksum(Invocation call) throws IOException {
        int exit = 0;
        for (String name : call.operands()) {
            Optional<byte[]> bytes = call.host().files().read(call.path(name));
            if (bytes.isPresent()) {
                call.println(sha256(bytes.get()) + "  " + name);
            } else {
                call.complain(call.name().toLowerCase(Locale.ROOT) + ": " + name + ABSENT);
                exit = 1;
            }
        }
        return exit;
    }
}
