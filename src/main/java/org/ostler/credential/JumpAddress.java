package org.ostler.credential;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ostler.platform.Refusal;

/** {@code host}, {@code host:port}, {@code [v6]:port}. */
record JumpAddress(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]{2,45})]|([A-Za-z0-9](?:[A-Za-z0-9._-]{0,252})))(?::(\\d{1,5}))?");
    private static final int SSH = 22;

    static JumpAddress parse(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            int port = form.group(3) == null ? SSH : Integer.parseInt(form.group(3));
            if (port >= 1 && port <= 65_535) {
                return new JumpAddress(form.group(1) == null ? form.group(2) : form.group(1), port);
            }
        }
        throw Refusal.badInput(
                "bad-address",
                "The jump host is no host name or address with an optional port.",
                "Write it like bastion.example.org or 192.0.2.1:2222 or [2001:db8::1]:22.");
    }
}
