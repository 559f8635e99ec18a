package org.ostler.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The two programs with which whoever wants to know a network reads many files at once: {@code find} with tests on
 * names and {@code -printf}, {@code grep -r --include}. Any other call of them is as before.
 */
final class NetworkFinds {
    private static final Pattern SECRET = Pattern.compile(
            "(?im)(psk|password|passphrase|secret|private[-_]key|wep[-_]key)[a-z0-9_-]*['\"]?[ \t]*[=: ]");

    private NetworkFinds() {}

    static void installOn(LabHost host) {
        Program find = host.program("find").orElseThrow();
        host.install("find", call -> {
            if (call.arguments().contains("-printf")) {
                return printed(call);
            }
            return call.arguments().contains("*/brif/*") ? ports(call) : find.run(call);
        });
        Program grep = host.program("grep").orElseThrow();
        host.install("grep", call -> call.has('r') ? recursive(call) : grep.run(call));
    }

    /** Files of these names, each under a line with its length; one with a secret is named only. */
    private static int printed(Invocation call) throws IOException {
        LabFileSystem files = call.host().files();
        int exit = 0;
        for (String root : call.arguments().stream()
                .takeWhile(word -> word.startsWith("/"))
                .toList()) {
            if (!files.exists(root)) {
                call.complain("find: '" + root + "': No such file or directory");
                exit = 1;
            }
            List<String> paths = new ArrayList<>();
            if (files.entry(root).isPresent()) {
                paths.add(root);
            }
            files.names(root).forEach(name -> paths.add(root + "/" + name));
            for (String path : paths) {
                boolean file = files.entry(path)
                        .filter(entry -> entry.link().isEmpty())
                        .isPresent();
                boolean named = path.matches("/etc/network/.*|.*\\.yaml|.*/ifcfg-[^/]*|.*\\.nmconnection"
                        + "|.*/99-disable-network-config\\.cfg");
                if (file && named) {
                    String text = files.text(path).orElse("");
                    int length = text.getBytes(StandardCharsets.UTF_8).length;
                    call.print(
                            SECRET.matcher(text).find()
                                    ? "secret 0 " + path + "\n"
                                    : "file " + length + " " + path + "\n" + text);
                }
            }
        }
        return exit;
    }

    private static int ports(Invocation call) throws IOException {
        for (String path : below(call, call.arguments().get(0)).keySet()) {
            if (path.contains("/brif/")) {
                call.println(path);
            }
        }
        return 0;
    }

    private static Map<String, LabFileSystem.Entry> below(Invocation call, String root) {
        return call.host().files().below(root);
    }

    /** {@code grep -r --include=NAME… "" DIRECTORY}: every line of these files behind its path. */
    private static int recursive(Invocation call) throws IOException {
        List<String> wanted = call.arguments().stream()
                .filter(word -> word.startsWith("--include="))
                .map(word -> word.substring("--include=".length()))
                .toList();
        List<String> operands = call.operands();
        Pattern pattern = Pattern.compile(operands.get(0));
        int exit = 1;
        for (String path : below(call, operands.get(operands.size() - 1)).keySet()) {
            if (wanted.isEmpty() || wanted.contains(LabPaths.name(path))) {
                for (String line :
                        call.host().files().text(path).orElse("").lines().toList()) {
                    if (pattern.matcher(line).find()) {
                        call.println(path + ":" + line);
                        exit = 0;
                    }
                }
            }
        }
        return exit;
    }
}
