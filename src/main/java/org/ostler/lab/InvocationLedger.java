package org.ostler.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Counts every program that was started on a host, so that a test can prove that nothing was doubled. It is written
 * to a file of its own as it happens: a lab that is killed has not forgotten what it did.
 */
final class InvocationLedger {
    /**
     * One start.
     *
     * @param command the id by which the host runner knows it; empty when it came over the connection itself
     * @param via runner, exec or terminal
     * @param exit empty while it runs, and for ever when its host went down under it
     */
    record Started(
            long number,
            String host,
            Instant time,
            String via,
            Optional<String> command,
            List<String> words,
            OptionalInt exit) {
        ObjectNode json() {
            ObjectNode node = LabJson.object()
                    .put("number", number)
                    .put("host", host)
                    .put("time", time.toString())
                    .put("via", via)
                    .put("command", command.orElse(null));
            words.forEach(node.putArray("words")::add);
            exit.ifPresent(status -> node.put("exit", status));
            return node;
        }
    }

    private final Optional<Path> file;
    private final List<Started> starts = new ArrayList<>();

    /** @param file empty to count in memory only */
    InvocationLedger(Optional<Path> file) throws IOException {
        this.file = file;
        if (file.isPresent() && Files.exists(file.get())) {
            String text = Files.readString(file.get());
            text.lines().forEach(this::read);
            if (!text.isEmpty() && !text.endsWith("\n")) {
                Files.writeString(file.get(), "\n", StandardOpenOption.APPEND);
            }
        }
    }

    /** @return its number, for {@link #ended} */
    synchronized long started(String host, String via, Optional<String> command, List<String> words) {
        Started started = new Started(
                starts.size() + 1L, host, Instant.now(), via, command, List.copyOf(words), OptionalInt.empty());
        starts.add(started);
        append(started.json());
        return started.number();
    }

    synchronized void ended(long number, int exit) {
        Started old = starts.get(Math.toIntExact(number - 1));
        starts.set(
                Math.toIntExact(number - 1),
                new Started(
                        number, old.host(), old.time(), old.via(), old.command(), old.words(), OptionalInt.of(exit)));
        append(LabJson.object().put("ended", number).put("exit", exit));
    }

    /** @param after the number after which to list */
    synchronized List<Started> starts(Optional<String> host, long after) {
        return starts.stream()
                .filter(start -> start.number() > after)
                .filter(start -> host.map(start.host()::equals).orElse(true))
                .toList();
    }

    ArrayNode json(Optional<String> host, Optional<Instant> since, long after) {
        ArrayNode list = LabJson.MAPPER.createArrayNode();
        starts(host, after).stream()
                .filter(start -> since.map(time -> !start.time().isBefore(time)).orElse(true))
                .forEach(start -> list.add(start.json()));
        return list;
    }

    private void append(ObjectNode line) {
        file.ifPresent(path -> append(path, line));
    }

    private static void append(Path path, ObjectNode line) {
        // A stream, because an interrupted thread cannot write through a channel, and commands are interrupted.
        try (FileOutputStream out = new FileOutputStream(path.toFile(), true)) {
            out.write((LabJson.text(line) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void read(String line) {
        try {
            ObjectNode node = LabJson.readObject(line.getBytes(StandardCharsets.UTF_8));
            if (node.has("ended")) {
                int at = Math.toIntExact(node.path("ended").asLong() - 1);
                Started old = starts.get(at);
                OptionalInt exit = OptionalInt.of(node.path("exit").asInt());
                starts.set(
                        at,
                        new Started(old.number(), old.host(), old.time(), old.via(), old.command(), old.words(), exit));
                return;
            }
            List<String> words = new ArrayList<>();
            node.path("words").forEach(word -> words.add(word.asText()));
            starts.add(new Started(
                    starts.size() + 1L,
                    node.path("host").asText(),
                    Instant.parse(node.path("time").asText()),
                    node.path("via").asText(),
                    Optional.ofNullable(node.path("command").textValue()),
                    words,
                    OptionalInt.empty()));
        } catch (IOException | IndexOutOfBoundsException half) {
            System.getLogger(InvocationLedger.class.getName())
                    .log(System.Logger.Level.WARNING, "a line of the ledger was cut off when the lab died");
        }
    }
}
