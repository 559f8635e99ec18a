package org.ostler.network;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ostler.configfile.FileChange;
import org.ostler.facts.Answer;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.LinuxFacts;
import org.ostler.platform.Json;
import org.ostler.procedure.Settings;

/**
 * A host as a directory: its files under {@code host}, what its programs answer under {@code says} by the fact's name,
 * what was chosen in {@code settings.json}.
 */
public record NetworkCase(String name, Present present, Settings settings) {
    static final Path CASES = Path.of("src/test/resources/network");

    public static List<Path> directories() {
        try (Stream<Path> found = Files.list(CASES)) {
            return found.sorted().toList();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    static NetworkCase of(Path directory) throws IOException {
        return new NetworkCase(
                directory.getFileName().toString(),
                NetworkFacts.present(facts(directory)),
                new Settings(chosen(directory)));
    }

    public static Map<String, String> chosen(Path directory) throws IOException {
        return Json.mapper().readValue(Files.readString(directory.resolve("settings.json")), new TypeReference<>() {});
    }

    /** What was looked up on this host. */
    public static Facts facts(Path directory) throws IOException {
        Facts facts = Facts.none();
        for (Fact<?> fact : NetworkFacts.OF_STATE) {
            Path said = directory.resolve("says").resolve(fact.name());
            boolean json = fact.name().matches("ip-(links|addresses|routes|routes-6)");
            facts = facts.with(
                    fact,
                    Files.exists(said)
                            ? Answer.of(Files.readString(said))
                            : json
                                    ? new Answer(255, "", "Option \"-j\" is unknown, try \"ip -help\".\n")
                                    : new Answer(1, "", ""));
        }
        facts = facts.with(NetworkFacts.FILES, new Answer(1, found(directory.resolve("host")), "find: no such file\n"));
        for (Fact<?> fact : List.of(LinuxFacts.OS_RELEASE, LinuxFacts.REDHAT_RELEASE)) {
            Path release = directory.resolve("host/etc").resolve(fact.name());
            facts = facts.with(fact, Files.exists(release) ? Answer.of(Files.readString(release)) : Answer.absent());
        }
        return facts;
    }

    /** As GNU find prints it. */
    private static String found(Path host) throws IOException {
        StringBuilder out = new StringBuilder();
        try (Stream<Path> files = Files.walk(host)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String text = Files.readString(file);
                out.append("file ")
                        .append(text.getBytes(StandardCharsets.UTF_8).length)
                        .append(" /")
                        .append(host.relativize(file))
                        .append('\n')
                        .append(text);
            }
        }
        return out.toString();
    }

    HostNetwork wanted() {
        return NetworkSettings.network(settings, present, "kvm1");
    }

    Backend backend() {
        return NetworkSettings.backend(settings, present).orElseThrow();
    }

    List<Problem> problems() {
        return NetworkSettings.problems(settings, present, "kvm1");
    }

    /** The host once the files are written and the network runs as they say. */
    Present applied() {
        return new Present(
                present.system(),
                Running.of(wanted(), present.state()),
                written(present.files(), backend().files(wanted(), present)));
    }

    static NetworkFiles written(NetworkFiles files, List<FileChange> changes) {
        SortedMap<String, String> texts = new TreeMap<>(files.texts());
        for (FileChange change : changes) {
            Optional<String> after = change.after();
            if (after.isPresent()) {
                texts.put(change.path(), after.get());
            } else {
                texts.remove(change.path());
            }
        }
        return new NetworkFiles(texts, files.unread());
    }
}
