package org.ostler.guide.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * /etc/hosts with a host's full name (KVM-16). The name comes first behind its address, because the resolver calls that
 * one the canonical name; the host's names leave the loopback lines, where they would be found earlier.
 */
final class HostsFile {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "127.0.1.1", "::1");

    private HostsFile() {}

    /** @param full such as {@code kvm1.lab.example.org} */
    static String merged(String present, String address, String full) {
        String brief = full.substring(0, full.indexOf('.'));
        List<String> lines = new ArrayList<>();
        boolean named = false;
        for (String line : present.lines().toList()) {
            Entry entry = Entry.of(line);
            if (LOOPBACK.contains(entry.address())) {
                entry.without(Set.of(full, brief)).ifPresent(lines::add);
            } else if (entry.address().equals(address) && !named) {
                named = true;
                lines.add(entry.first(full, brief));
            } else {
                lines.add(line);
            }
        }
        if (!named) {
            lines.add(address + " " + full + " " + brief);
        }
        return String.join("\n", lines) + "\n";
    }

    /** A line: address, names, and the comment as it stands. */
    private record Entry(String line, String address, List<String> names, String comment) {
        static Entry of(String line) {
            int hash = line.indexOf('#');
            String comment = hash < 0 ? "" : line.substring(hash);
            String text = hash < 0 ? line : line.substring(0, hash);
            List<String> words = List.of(text.strip().split("\\s+", -1));
            return new Entry(line, words.get(0), words.subList(1, words.size()), comment);
        }

        /** Empty when no name is left. */
        java.util.Optional<String> without(Set<String> unwanted) {
            if (names.stream().noneMatch(unwanted::contains)) {
                return java.util.Optional.of(line);
            }
            List<String> left =
                    names.stream().filter(name -> !unwanted.contains(name)).toList();
            return left.isEmpty() ? java.util.Optional.empty() : java.util.Optional.of(with(left));
        }

        String first(String full, String brief) {
            List<String> wanted = new ArrayList<>(List.of(full, brief));
            names.stream().filter(name -> !wanted.contains(name)).forEach(wanted::add);
            return names.equals(wanted) ? line : with(wanted);
        }

        private String with(List<String> wanted) {
            return address + " " + wanted.stream().collect(Collectors.joining(" "))
                    + (comment.isEmpty() ? "" : " " + comment);
        }
    }
}
