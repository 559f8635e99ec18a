package org.ostler.guide.xenserver;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.Place;
import org.ostler.procedure.Action;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Setting;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Stop;

/** One database's dump on the management server (XEN-61): where it goes, how it is made, how it is known to be whole. */
record Dump(Settings settings, Setting database) {
    private static final Pattern FREE = Pattern.compile("(?m)^.*\\s(\\d+)\\s+(\\d+)\\s+(\\d+)\\s+\\d+%\\s.*$");
    private static final Pattern STATUS = Pattern.compile("(\\d+) ([0-7]{3,4}) (\\d+)\\s*");
    private static final long KIB_PER_MIB = 1024;

    /** @param modified seconds since 1970 */
    record Status(long size, String mode, long modified) {}

    private String directory() {
        return settings.text(UpgradeSettings.BACKUP_DIRECTORY);
    }

    private String name() {
        return settings.text(database);
    }

    /** The manual's own file name. */
    String path() {
        return directory() + "/" + name() + ".backup.sql";
    }

    /** Free KiB. */
    Fact<Long> room() {
        return Fact.onManagementServer(
                "free-space " + directory(), CommandLine.of("df", "-Pk", "--", directory()), Dump::free);
    }

    /** KiB that the server keeps for this database; absent when its files are on another machine. */
    Fact<Optional<Long>> used() {
        return Fact.onManagementServer(
                "database-size " + name(),
                CommandLine.of("du", "-sk", "--", "/var/lib/mysql/" + name()),
                answer -> Optional.of(answer.out().strip().split("\\s+", -1)[0])
                        .filter(word -> answer.ok() && word.matches("\\d{1,15}"))
                        .map(Long::valueOf));
    }

    Fact<Optional<Status>> status() {
        return Fact.onManagementServer(
                "dump " + path(), CommandLine.of("stat", "-c", "%s %a %Y", "--", path()), Dump::status);
    }

    Fact<String> lastLine() {
        return Fact.onManagementServer(
                "end-of-dump " + path(), CommandLine.of("tail", "-n", "1", "--", path()), answer -> answer.out()
                        .strip());
    }

    Fact<?>[] facts() {
        return Stream.of(room(), used(), status(), lastLine()).toArray(Fact<?>[]::new);
    }

    boolean earlierOneExists(Situation situation) {
        return situation.known(status()).flatMap(found -> found).isPresent();
    }

    /** The earlier dump gets its own time as a suffix: nothing is overwritten, and the name is known beforehand. */
    List<Action> keepEarlier(Situation situation) {
        return situation
                .fact(status())
                .map(found ->
                        onManagementServer(CommandLine.of("mv", "-n", "--", path(), path() + "." + found.modified())))
                .map(List::of)
                .orElse(List.of());
    }

    /** The file is made first, for its mode: mysqldump writes into it and leaves the mode alone. */
    List<Action> make() {
        return List.of(
                onManagementServer(CommandLine.of("install", "-m", "0600", "--", "/dev/null", path())),
                new Action.RunCommand(
                        Place.MANAGEMENT_SERVER,
                        CommandLine.of(
                                "mysqldump",
                                "--defaults-extra-file=/dev/fd/3",
                                "--host=" + settings.text(UpgradeSettings.DATABASE_HOST),
                                "--single-transaction",
                                "--result-file=" + path(),
                                "--databases",
                                name()),
                        new Stop.Kill(),
                        Optional.of(
                                UpgradeSettings.databaseCredential(settings).orElse(Action.RunCommand.ZONES_DATABASE)),
                        Set.of(0)));
    }

    /** Its last line says so, it is not empty, and nobody else can read it. */
    boolean isComplete(Situation situation) {
        return situation.fact(lastLine()).startsWith("-- Dump completed")
                && situation
                        .fact(status())
                        .filter(found -> found.size() > 0 && found.mode().equals("600"))
                        .isPresent();
    }

    Check enoughRoom() {
        return new Check(
                "room-for-" + database.key(),
                "there is room for the dump of " + name(),
                "Free space on the management server or choose another directory.",
                this::roomFound);
    }

    /** A dump is text and may be a fifth larger than the tables' files. */
    private Finding roomFound(Situation situation) {
        if (!name().matches("[A-Za-z0-9_]+")) {
            return Finding.fail(name() + " is no name of a database");
        }
        long least = settings.number(UpgradeSettings.BACKUP_ROOM) * KIB_PER_MIB;
        long needed =
                Math.max(least, situation.known(used()).flatMap(found -> found).orElse(0L) * 6 / 5);
        long free = situation.fact(room());
        String seen = free / KIB_PER_MIB + " MiB are free in " + directory() + ", " + needed / KIB_PER_MIB
                + " MiB are wanted";
        return free >= needed ? Finding.pass(seen) : Finding.fail(seen);
    }

    private static Action onManagementServer(CommandLine command) {
        return Action.runOnManagementServer(command);
    }

    private static long free(Answer answer) {
        Matcher match = FREE.matcher(answer.out());
        if (!answer.ok() || !match.find()) {
            throw new Fact.Unreadable("df did not tell: " + (answer.out() + answer.err()).strip());
        }
        return Long.parseLong(match.group(3));
    }

    private static Optional<Status> status(Answer answer) {
        Matcher match = STATUS.matcher(answer.out());
        return answer.ok() && match.matches()
                ? Optional.of(
                        new Status(Long.parseLong(match.group(1)), match.group(2), Long.parseLong(match.group(3))))
                : Optional.empty();
    }
}
