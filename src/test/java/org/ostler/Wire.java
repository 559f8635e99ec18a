package org.ostler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** HTTP by hand: what is sent is exactly what is written here, disguised paths and foreign headers included. */
public final class Wire {
    /** Smaller: a busy machine's first page comes too late. Larger: a test that hangs says so later. */
    private static final int PATIENCE_MILLIS = 120_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String host;
    private final int port;
    private final InetAddress from;

    public Wire(URL url) {
        this(url.getHost(), url.getPort(), InetAddress.getLoopbackAddress());
    }

    /** @param from which address of this machine asks: as a proxy, or as somebody else */
    Wire(String host, int port, InetAddress from) {
        this.host = host;
        this.port = port;
        this.from = from;
    }

    /** As from another machine: Linux lets a client be any of 127.0.0.0/8. */
    public Wire from(String address) throws IOException {
        return new Wire(host, port, InetAddress.getByName(address));
    }

    /**
     * An answer.
     *
     * @param status 0 for what is no HTTP
     */
    public record Answer(int status, List<String> headers, String body) {
        public Optional<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst();
        }

        public JsonNode json() throws IOException {
            return JSON.readTree(body);
        }

        public String type() {
            return header("Content-Type").orElse("");
        }
    }

    /** Somebody's HTTP Basic header. */
    public static String basic(String name, String password) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    public String origin() {
        return "http://" + host + ":" + port;
    }

    public Answer get(String path, String... headers) throws IOException {
        return send("GET", path, "", "", headers);
    }

    public Answer json(String method, String path, String body, String... headers) throws IOException {
        return send(method, path, body.isEmpty() ? "" : "application/json", body, headers);
    }

    public Answer send(String method, String path, String type, String body, String... headers) throws IOException {
        return send(method, path, type, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public Answer send(String method, String path, String type, byte[] bytes, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + ":" + port
                + "\r\nConnection: close\r\nContent-Length: " + bytes.length + "\r\n");
        if (!type.isEmpty()) {
            head.append("Content-Type: ").append(type).append("\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        try (Socket socket = connected()) {
            socket.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return read(socket.getInputStream());
        }
    }

    /** What comes back to bytes that need not be HTTP, all that there are: empty when the connection just ends. */
    public Optional<Answer> raw(byte[] request) throws IOException {
        try (Socket socket = connected()) {
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return Optional.of(read(socket.getInputStream()));
        } catch (NoAnswer | SocketException ended) {
            return Optional.empty();
        }
    }

    /** The other side ended the connection and said nothing. */
    private static final class NoAnswer extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket(host, port, from, 0);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static Answer read(InputStream in) throws IOException {
        List<String> head = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            head.add(line);
        }
        if (head.isEmpty()) {
            throw new NoAnswer();
        }
        if (!head.get(0).startsWith("HTTP/1")) {
            return new Answer(0, List.copyOf(head), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        int status = Integer.parseInt(head.get(0).split(" ", 3)[1]);
        Answer answer = new Answer(status, List.copyOf(head), "");
        byte[] body;
        if (status == 101) {
            body = new byte[0];
        } else if (answer.header("Transfer-Encoding").orElse("").equalsIgnoreCase("chunked")) {
            body = chunks(in);
        } else {
            int length = Integer.parseInt(answer.header("Content-Length").orElse("-1"));
            body = length < 0 ? in.readAllBytes() : in.readNBytes(length);
        }
        return new Answer(status, answer.headers(), new String(body, StandardCharsets.UTF_8));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = size(in); size > 0; size = size(in)) {
            body.write(in.readNBytes(size));
            line(in);
        }
        return body.toByteArray();
    }

    private static int size(InputStream in) throws IOException {
        String line = line(in);
        return line.isEmpty() ? 0 : Integer.parseInt(line.split(";", 2)[0].strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
