package org.ostler.browser;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a host may print that a terminal or a page would obey, were it not careful. */
final class HostileOutput {
    /** Longer than any buffer of ours. */
    private static final int LONG_LINE = 10 * 1024 * 1024;

    private static final String HARM = "window.ostlerHarmed=1";

    /** Each a line of its own. */
    static final List<String> LINES = List.of(
            "</script><script>" + HARM + "</script>",
            "<img src=x onerror=\"" + HARM + "\">",
            "<svg/onload=" + HARM + ">",
            "\" autofocus onfocus=\"" + HARM + "\" x=\"",
            "' onmouseover='" + HARM + "'",
            "]]><script>" + HARM + "</script><![CDATA[",
            "--><script>" + HARM + "</script><!--",
            "#{ostlerHarmed} ${7*7} #{facesContext.externalContext.invalidateSession()}",
            "javascript:" + HARM,
            "&lt;script&gt;" + HARM + "&#60;/script&#62;",
            "\u001b]0;harmed title\u0007 sets the title",
            "\u001b]2;harmed title\u001b\\ sets it too",
            "\u001b]8;;javascript:" + HARM + "\u001b\\a link\u001b]8;;\u001b\\",
            "\u001b]8;;https://example.org/harm\u0007another link\u001b]8;;\u0007",
            "\u001b]52;c;aGFybWVk\u0007 sets the clipboard",
            "\u001b]1337;File=inline=1:AAAA\u0007 draws a picture",
            "\u001bP1$r0m\u001b\\ a device string \u001b_application\u001b\\ \u001b^private\u001b\\",
            "\u001b[2J\u001b[H\u001b[3J clears the screen",
            "\u001b[?1049h the other screen \u001b[?1049l",
            "\u001b[31mred\u001b[38;5;999mnone\u001b[38;2;1;2mhalf\u001b[0m",
            "\u001b[9999999999999999999;9999999999C far away",
            "\u001b[" + ";".repeat(5_000) + "m many parameters",
            "\u001b]0;never closed",
            "\u009b31m eight bit \u009d0;harmed title\u0007",
            "before\rover\r\rthree",
            "a\bb\b\b\b\bc \u0007\u0007 bell",
            "zero\u0000byte",
            "Z" + "\u0335\u0321".repeat(400) + "algo",
            "\uFFFE\uFFFF\uD83D\uDE00 plane one",
            "\u2028line\u2029paragraph\u0085next",
            "\u000b\u000c\u001c\u001d\u001e\u001f",
            // Last, since a diff shows the lines next to a change.
            "admin\u202Etxt.exe \u2066isolated\u2069 \u200Fright \u061Carabic");

    private HostileOutput() {}

    /** All lines, then bytes that are no UTF-8, a line of ten megabytes, and one without an end. */
    static byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(LONG_LINE + 64 * 1024);
        LINES.forEach(line -> out.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8)));
        for (int lead = 0x80; lead <= 0xFF; lead++) {
            out.write(lead);
            out.write('x');
        }
        out.write('\n');
        out.writeBytes(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80, (byte) 0xC0, (byte) 0xAF, (byte) 0xF8, '\n'});
        out.writeBytes("y".repeat(LONG_LINE).getBytes(StandardCharsets.US_ASCII));
        out.writeBytes("\nthe last line, without an end".getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }
}
