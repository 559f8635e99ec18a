package org.ostler.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ostler.configfile.FileChange;
import org.ostler.configfile.UnifiedDiff;

/**
 * Goldens and laws of all back ends. A new system is a new directory under {@code src/test/resources/network}; {@code
 * -Dgoldens.rewrite=true} writes what is expected.
 */
class BackendTest {
    static List<Path> systems() {
        return NetworkCase.directories();
    }

    @ParameterizedTest
    @MethodSource("systems")
    void changesWhatIsExpected(Path system) throws IOException {
        NetworkCase host = NetworkCase.of(system);
        NetworkChange change = host.backend().change(host.wanted(), host.present());
        String plan = plan(host, change);
        Map<String, String> files = host.applied().files().texts();
        Path expected = system.resolve("expected");
        if (Boolean.getBoolean("goldens.rewrite")) {
            Files.createDirectories(expected);
            Files.writeString(expected.resolve("plan.txt"), plan);
            for (FileChange one : present(change)) {
                Path path = expected.resolve(one.path().substring(1));
                Files.createDirectories(path.getParent());
                Files.writeString(path, one.after().orElseThrow());
            }
            return;
        }
        assertEquals(Files.readString(expected.resolve("plan.txt")), plan);
        for (FileChange one : present(change)) {
            assertEquals(Files.readString(expected.resolve(one.path().substring(1))), files.get(one.path()));
        }
    }

    @ParameterizedTest
    @MethodSource("systems")
    void nothingIsLeftToDoOnceItRuns(Path system) throws IOException {
        NetworkCase before = NetworkCase.of(system);
        NetworkCase after = new NetworkCase(before.name(), before.applied(), before.settings());
        assertEquals(before.wanted(), after.wanted(), "the same settings mean something else now");
        assertEquals(NetworkChange.none(), after.backend().change(after.wanted(), after.present()));
    }

    @ParameterizedTest
    @MethodSource("systems")
    void whatWasWrittenMeansWhatWasMeant(Path system) throws IOException {
        NetworkCase host = NetworkCase.of(system);
        HostNetwork read = host.backend().read(host.applied().files());
        assertEquals(
                Models.spoken(host.wanted(), host.backend()),
                Models.spoken(Models.only(read, host.wanted().names()), host.backend()));
    }

    @ParameterizedTest
    @MethodSource("systems")
    void restoringBringsBackEveryByte(Path system) throws IOException {
        NetworkCase host = NetworkCase.of(system);
        NetworkChange change = host.backend().change(host.wanted(), host.present());
        assertFalse(change.files().isEmpty());
        assertEquals(
                host.present().files(),
                NetworkCase.written(
                        host.applied().files(),
                        change.files().stream().map(FileChange::reversed).toList()));
    }

    @ParameterizedTest
    @MethodSource("systems")
    void theHostOfAnExampleHasNoErrors(Path system) throws IOException {
        List<Problem> errors = NetworkCase.of(system).problems().stream()
                .filter(Problem::isError)
                .toList();
        assertTrue(errors.isEmpty(), errors::toString);
    }

    private static List<FileChange> present(NetworkChange change) {
        return change.files().stream().filter(one -> one.after().isPresent()).toList();
    }

    private static String plan(NetworkCase host, NetworkChange change) {
        StringBuilder plan = new StringBuilder();
        for (Problem problem : host.problems()) {
            plan.append(problem.severity())
                    .append(' ')
                    .append(problem.where())
                    .append(": ")
                    .append(problem.what())
                    .append("\n    ")
                    .append(problem.remedy())
                    .append('\n');
        }
        change.files().forEach(file -> plan.append(
                        file.mode().map(mode -> "(" + mode + ")\n").orElse(""))
                .append(UnifiedDiff.of(file)));
        plan.append("apply\n");
        change.apply().forEach(command -> plan.append("    ").append(command).append('\n'));
        plan.append("after restore\n");
        change.applyAfterRestore()
                .forEach(command -> plan.append("    ").append(command).append('\n'));
        return plan.toString();
    }
}
