package org.ostler.audit;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A second place at which heads of the journal are written down, out of reach of whoever can change the journal. */
interface Witness {
    /** As people set it. */
    String name();

    /** @throws IOException when it is known not to have been written down */
    void see(Instant at, String line) throws IOException;

    /** What it has seen; nothing when it cannot be read from here. */
    WitnessLog log() throws IOException;

    /** A file that is only appended to, best on another machine's file system or on write-once storage. */
    record ToFile(Path file) implements Witness {
        @Override
        public String name() {
            return "file:" + file;
        }

        @Override
        public void see(Instant at, String line) throws IOException {
            try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                ByteBuffer bytes = ByteBuffer.wrap((at + " " + line + "\n").getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
        }

        @Override
        public WitnessLog log() throws IOException {
            return Files.exists(file) ? WitnessLog.read(file) : WitnessLog.NONE;
        }
    }

    /** A log server (RFC 5424 over UDP, as {@code logger} sends it). That it was received is not known. */
    record ToSyslog(String host, int port) implements Witness {
        /** Facility authpriv, severity notice. */
        private static final int PRIORITY = 10 * 8 + 5;

        @Override
        public String name() {
            return "syslog:" + host + ":" + port;
        }

        @Override
        public void see(Instant at, String line) throws IOException {
            String message = "<" + PRIORITY + ">1 " + at.truncatedTo(ChronoUnit.MILLIS) + " "
                    + InetAddress.getLocalHost().getHostName() + " ostler - - - " + line;
            byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName(host), port));
            }
        }

        @Override
        public WitnessLog log() {
            return WitnessLog.NONE;
        }
    }
}
