package org.ostler.network;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * IP addresses as text and as numbers. Of our own, because the platform's parser resolves what is no address as a name,
 * which would make a generator ask the network.
 */
final class IpText {
    private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
    private static final int GROUPS = 8;

    private IpText() {}

    static Optional<BigInteger> number(String text) {
        return text.indexOf(':') < 0 ? ipv4(text) : ipv6(text);
    }

    private static Optional<BigInteger> ipv4(String text) {
        if (!DOTTED.matcher(text).matches()) {
            return Optional.empty();
        }
        BigInteger number = BigInteger.ZERO;
        for (String part : text.split("\\.", -1)) {
            boolean octal = part.length() > 1 && part.startsWith("0");
            if (octal || Integer.parseInt(part) > 255) {
                return Optional.empty();
            }
            number = number.shiftLeft(8).or(BigInteger.valueOf(Integer.parseInt(part)));
        }
        return Optional.of(number);
    }

    private static Optional<BigInteger> ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap != text.lastIndexOf("::")) {
            return Optional.empty();
        }
        Optional<List<String>> head = groups(gap < 0 ? text : text.substring(0, gap));
        Optional<List<String>> tail = groups(gap < 0 ? "" : text.substring(gap + 2));
        if (head.isEmpty() || tail.isEmpty()) {
            return Optional.empty();
        }
        int missing = GROUPS - head.get().size() - tail.get().size();
        if (gap < 0 ? missing != 0 : missing < 1) {
            return Optional.empty();
        }
        List<String> all = new ArrayList<>(head.get());
        for (int i = 0; i < missing; i++) {
            all.add("0");
        }
        all.addAll(tail.get());
        return Optional.of(new BigInteger(
                all.stream()
                        .map(group -> "0".repeat(4 - group.length()) + group)
                        .reduce("", String::concat),
                16));
    }

    /** Groups of four digits; a dotted tail counts as two. */
    private static Optional<List<String>> groups(String text) {
        List<String> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return Optional.of(groups);
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            Optional<BigInteger> dotted = i == parts.length - 1 ? ipv4(parts[i]) : Optional.empty();
            if (dotted.isPresent()) {
                groups.add(dotted.get().shiftRight(16).toString(16));
                groups.add(dotted.get().and(BigInteger.valueOf(0xffff)).toString(16));
            } else if (GROUP.matcher(parts[i]).matches()) {
                groups.add(parts[i]);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(groups);
    }

    static String text(BigInteger number, boolean ipv6) {
        List<Integer> parts = new ArrayList<>();
        int bits = ipv6 ? 16 : 8;
        for (int i = (ipv6 ? GROUPS : 4) - 1; i >= 0; i--) {
            parts.add(number.shiftRight(i * bits)
                    .and(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE))
                    .intValue());
        }
        return ipv6 ? shortened(parts) : joined(parts, 0, parts.size(), ".", 10);
    }

    /** RFC 5952: the longest run of zeros becomes {@code ::}, the first of equals, never a single one. */
    private static String shortened(List<Integer> groups) {
        int best = -1;
        int longest = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups.get(end) == 0) {
                end++;
            }
            if (end - i > longest) {
                best = i;
                longest = end - i;
            }
        }
        return best < 0
                ? joined(groups, 0, GROUPS, ":", 16)
                : joined(groups, 0, best, ":", 16) + "::" + joined(groups, best + longest, GROUPS, ":", 16);
    }

    private static String joined(List<Integer> parts, int from, int to, String separator, int radix) {
        return parts.subList(from, to).stream()
                .map(part -> Integer.toString(part, radix))
                .reduce((left, right) -> left + separator + right)
                .orElse("");
    }
}
