package org.ostler.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who is at the other end. {@code X-Forwarded-*} is believed only from the proxies named in OSTLER_BEHIND_PROXY, and
 * of a list of addresses only the last that no trusted proxy wrote about itself.
 */
final class ClientAddress {
    private final Set<String> proxies;

    ClientAddress(String configured) {
        proxies = Arrays.stream(configured.split("[,\\s]+"))
                .filter(proxy -> !proxy.isBlank())
                .collect(Collectors.toUnmodifiableSet());
    }

    String of(HttpServletRequest request) {
        String peer = plain(request.getRemoteAddr());
        if (!proxies.contains(peer)) {
            return peer;
        }
        List<String> forwarded = forwarded(request.getHeaders("X-Forwarded-For"));
        for (int i = forwarded.size() - 1; i >= 0; i--) {
            String address = plain(forwarded.get(i));
            if (!proxies.contains(address)) {
                return address;
            }
        }
        return peer;
    }

    /** The host (and port) the browser thinks it speaks to, for comparing with {@code Origin}. */
    String authority(HttpServletRequest request) {
        String forwarded = request.getHeader("X-Forwarded-Host");
        if (forwarded != null && proxies.contains(plain(request.getRemoteAddr()))) {
            return forwarded.strip();
        }
        String host = request.getHeader("Host");
        return host == null ? "" : host.strip();
    }

    boolean isSecure(HttpServletRequest request) {
        return request.isSecure()
                || (proxies.contains(plain(request.getRemoteAddr()))
                        && "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto")));
    }

    private static List<String> forwarded(Enumeration<String> headers) {
        if (headers == null) {
            return List.of();
        }
        return java.util.Collections.list(headers).stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::strip)
                .filter(address -> address.matches("[0-9A-Fa-f.:\\[\\]]{2,60}"))
                .toList();
    }

    private static String plain(String address) {
        String bare = address.replace("[", "").replace("]", "");
        return bare.startsWith("::ffff:") ? bare.substring("::ffff:".length()) : bare;
    }
}
