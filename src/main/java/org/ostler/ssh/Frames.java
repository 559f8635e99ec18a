package org.ostler.ssh;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes the frames of {@code follow} apart. A frame's payload is passed on in the parts in which it arrives. */
final class Frames implements Exec.Taker {
    private static final int LONGEST_HEADER = 200;

    private final String host;
    private final HostRunner.Sink sink;
    private final StringBuilder header = new StringBuilder();
    private final StringBuilder complaints = new StringBuilder();
    private String end = "";
    private int stream;
    private long offset;
    private long left;

    Frames(String host, HostRunner.Sink sink) {
        this.host = host;
        this.sink = sink;
    }

    @Override
    public boolean take(int from, byte[] bytes, int length) throws SshTrouble {
        if (from == 2) {
            complaints.append(new String(bytes, 0, Math.min(length, 300), StandardCharsets.UTF_8));
            complaints.setLength(Math.min(complaints.length(), 300));
            return true;
        }
        eat(bytes, length);
        return end.isEmpty();
    }

    /** @return how many of these bytes of standard output were frames: what follows the last one is not touched */
    int eat(byte[] bytes, int length) throws SshTrouble {
        int at = 0;
        while (at < length && end.isEmpty()) {
            if (left > 0) {
                int part = (int) Math.min(left, length - at);
                sink.part(stream, Arrays.copyOfRange(bytes, at, at + part), offset);
                at += part;
                offset += part;
                left -= part;
            } else {
                header(bytes[at]);
                at++;
            }
        }
        return at;
    }

    /** How it ended, in the words of {@code result}. */
    String end() throws SshTrouble {
        if (end.isEmpty()) {
            throw new SshTrouble(
                    SshTrouble.Kind.LOST,
                    "The line to " + host + " was lost while it told what it prints. "
                            + complaints.toString().strip());
        }
        return end;
    }

    private void header(byte one) throws SshTrouble {
        if (one != '\n') {
            header.append((char) (one & 0xff));
            if (header.length() > LONGEST_HEADER) {
                throw strange();
            }
            return;
        }
        String line = header.toString();
        if (line.startsWith("S ")) {
            end = line.substring(2);
        } else if (line.matches("[OE] \\d{1,18} \\d{1,9}")) {
            String[] words = line.split(" ", 3);
            stream = words[0].equals("O") ? 1 : 2;
            offset = Long.parseLong(words[1]);
            left = Long.parseLong(words[2]);
        } else if (line.equals("H")) {
            sink.beat();
        } else {
            throw strange();
        }
        header.setLength(0);
    }

    private SshTrouble strange() {
        return new SshTrouble(
                SshTrouble.Kind.LOST, "The host runner on " + host + " told something else than its contract says.");
    }
}
