package org.ostler.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Who is at the other end. {@code X-Forwarded-*} is believed only from the proxies named in OSTLER_BEHIND_PROXY, and
 * of a list of addresses only the last that no trusted proxy wrote about itself.
 */
final class ClientAddress {
    private static final Pattern NUMBERS_ONLY = Pattern.compile("[0-9A-Fa-f.:]{2,45}");

    /** Some proxies tell the port as well; with it, every connection would be somebody else. */
    private static final Pattern WITH_PORT = Pattern.compile("([0-9.]+):[0-9]+|\\[([^]]*)](:[0-9]+)?");

    private static final Pattern AUTHORITY =
            Pattern.compile("[A-Za-z0-9.\\-_]+(:[0-9]+)?|\\[[0-9A-Fa-f:.]+](:[0-9]+)?");

    private final Set<String> proxies;

    ClientAddress(String configured) {
        proxies = Arrays.stream(configured.split("[,\\s]+"))
                .flatMap(proxy -> plain(proxy).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    String of(HttpServletRequest request) {
        return of(request.getRemoteAddr(), all(request.getHeaders("X-Forwarded-For")));
    }

    /** @param forwarded the headers' values, in their order */
    String of(String peer, List<String> forwarded) {
        String believed = plain(peer).orElse(peer);
        if (!proxies.contains(believed)) {
            return believed;
        }
        List<String> hops = forwarded.stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .toList();
        for (int i = hops.size() - 1; i >= 0 && proxies.contains(believed); i--) {
            Optional<String> before = plain(hops.get(i));
            if (before.isEmpty()) {
                return believed;
            }
            believed = before.get();
        }
        return believed;
    }

    /** The host (and port) the browser thinks it speaks to, for comparing with {@code Origin}. */
    String authority(HttpServletRequest request) {
        String forwarded = request.getHeader("X-Forwarded-Host");
        if (forwarded != null && isProxy(request)) {
            String first = forwarded.split(",", 2)[0].strip();
            if (AUTHORITY.matcher(first).matches()) {
                return first;
            }
        }
        String host = request.getHeader("Host");
        return host == null ? "" : host.strip();
    }

    boolean isSecure(HttpServletRequest request) {
        return request.isSecure()
                || (isProxy(request) && "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto")));
    }

    private boolean isProxy(HttpServletRequest request) {
        return plain(request.getRemoteAddr()).filter(proxies::contains).isPresent();
    }

    private static List<String> all(Enumeration<String> headers) {
        return headers == null ? List.of() : Collections.list(headers);
    }

    /** One spelling per address; empty for what is none. Names are not looked up. */
    private static Optional<String> plain(String address) {
        String bare = WITH_PORT.matcher(address.strip()).replaceFirst("$1$2").split("%", 2)[0];
        if (!NUMBERS_ONLY.matcher(bare).matches() || !bare.matches(".*[.:].*")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(bare).getHostAddress());
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }
}
