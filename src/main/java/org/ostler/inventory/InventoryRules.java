package org.ostler.inventory;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ostler.platform.Refusal;

/** What names, addresses and ports may be. Everything typed here reaches command lines, paths and pages later. */
final class InventoryRules {
    /** A host's name is part of step ids and so of paths. */
    private static final Pattern HOST_NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,252}");

    private static final Pattern DNS_NAME =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9]([A-Za-z0-9_-]{0,62}))*\\.?");
    private static final Pattern IPV6 =
            Pattern.compile("[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f]{0,4}){2,7}(%[A-Za-z0-9]{1,15})?");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final Pattern IPV4 =
            Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])");
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_TEXT = 500;

    private InventoryRules() {}

    static void check(ItemRow.Kind kind, Object draft) {
        if (draft instanceof ItemRow.Named named) {
            name(kind, named.name());
        } else if (draft instanceof ClusterDraft cluster) {
            name(kind, cluster.name());
        } else if (draft instanceof HostDraft host) {
            hostName(kind, host.name());
            address(host.name(), host.address());
            port(host.name(), host.port());
            host.outOfBand().ifPresent(way -> outOfBand(host.name(), way));
            credential(host.name(), host.credential());
        } else if (draft instanceof ManagementServerDraft server) {
            hostName(kind, server.name());
            address(server.name(), server.address());
            port(server.name(), server.port());
            address(server.name(), server.databaseHost());
            server.apiUrl().ifPresent(url -> url(server.name(), url));
            server.outOfBand().ifPresent(way -> outOfBand(server.name(), way));
            credential(server.name(), server.credential());
            credential(server.name(), server.databaseCredential());
            credential(server.name(), server.apiCredential());
        } else {
            throw new IllegalArgumentException("no draft: " + draft.getClass());
        }
    }

    private static void name(ItemRow.Kind kind, String name) {
        if (name.isBlank()
                || name.length() > LONGEST_NAME
                || !name.equals(name.strip())
                || Inventory.isId(name)
                || !isPrintable(name)) {
            throw Refusal.badInput(
                    "inventory-name",
                    "\"" + shown(name) + "\" cannot be the name of a " + kind.words() + ".",
                    "Use 1 to 100 printable characters, without space at either end.");
        }
    }

    private static void hostName(ItemRow.Kind kind, String name) {
        if (!HOST_NAME.matcher(name).matches() || Inventory.isId(name)) {
            throw Refusal.badInput(
                    "inventory-name",
                    "\"" + shown(name) + "\" cannot be the name of a " + kind.words() + ".",
                    "Use letters, digits and . _ - and begin with a letter or digit.");
        }
    }

    private static void address(String of, String address) {
        boolean good = NUMBERS.matcher(address).matches()
                ? IPV4.matcher(address).matches()
                : address.length() <= 253
                        && (DNS_NAME.matcher(address).matches()
                                || IPV6.matcher(address).matches());
        if (!good) {
            throw Refusal.badInput(
                    "inventory-address",
                    "\"" + shown(address) + "\" is no address (" + shown(of) + ").",
                    "Use a host name, an IPv4 or an IPv6 address, without scheme and port.");
        }
    }

    private static void port(String of, int port) {
        if (port < 1 || port > 65_535) {
            throw Refusal.badInput(
                    "inventory-port", port + " is no port (" + shown(of) + ").", "Use 1 to 65535; SSH's own is 22.");
        }
    }

    private static void outOfBand(String of, String way) {
        if (way.startsWith("http://") || way.startsWith("https://")) {
            url(of, way);
        } else {
            address(of, way);
        }
    }

    private static void url(String of, String url) {
        try {
            URI uri = new URI(url);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null && url.length() <= LONGEST_TEXT) {
                return;
            }
        } catch (URISyntaxException notOne) {
            throw noUrl(of, url);
        }
        throw noUrl(of, url);
    }

    private static Refusal noUrl(String of, String url) {
        return Refusal.badInput(
                "inventory-url",
                "\"" + shown(url) + "\" is no web address (" + shown(of) + ").",
                "Use http:// or https:// with a host, without user and password.");
    }

    private static void credential(String of, Optional<String> credential) {
        if (credential.isPresent()
                && (credential.get().isBlank()
                        || credential.get().length() > LONGEST_NAME
                        || !isPrintable(credential.get()))) {
            throw Refusal.badInput(
                    "inventory-credential",
                    "\"" + shown(credential.get()) + "\" is no name of a credential (" + shown(of) + ").",
                    "Use a name from the list of credentials, or leave it out.");
        }
    }

    /** No control, format (bidirectional and the like), surrogate or private characters, no line separators. */
    private static boolean isPrintable(String text) {
        return text.codePoints().allMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        });
    }

    private static String shown(String hostile) {
        String cut = hostile.length() > 60 ? hostile.substring(0, 60) + "…" : hostile;
        return cut.codePoints()
                .map(c -> isPrintable(Character.toString(c)) ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
