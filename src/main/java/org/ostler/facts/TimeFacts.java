package org.ostler.facts;

import static org.ostler.facts.HardwareFacts.inEnglish;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether a Linux host's clock is kept in step, by which service, and how far it is from ours. */
public final class TimeFacts {
    private static final Pattern CHRONY_OFFSET =
            Pattern.compile("(?m)^System time\\s*:\\s*(\\d+(?:\\.\\d+)?) seconds (fast|slow) of NTP time");

    private static final Pattern CHRONY_LEAP = Pattern.compile("(?m)^Leap status\\s*:\\s*(.*?)\\s*$");

    /** {@code *192.0.2.1  .GPS.  1 u  23  64  377  0.184  -0.042  0.011}: the peer in use has a star. */
    private static final Pattern NTP_PEER =
            Pattern.compile("(?m)^\\*\\S+(?:\\s+\\S+){7}\\s+(-?\\d+(?:\\.\\d+)?)\\s+\\S+");

    private static final Pattern TIMEDATECTL =
            Pattern.compile("(?mi)^\\s*(?:NTP synchronized|System clock synchronized)\\s*:\\s*(yes|no)");

    public static final Fact<Sync> CHRONY =
            Fact.onHost("chrony-tracking", inEnglish("chronyc", "tracking"), TimeFacts::chrony);

    public static final Fact<Sync> NTP = Fact.onHost("ntp-peers", inEnglish("ntpq", "-pn"), TimeFacts::ntp);

    public static final Fact<Sync> OPEN_NTPD =
            Fact.onHost("openntpd-status", inEnglish("ntpctl", "-s", "status"), TimeFacts::openNtpd);

    /** systemd from 239 on. */
    public static final Fact<Sync> TIMEDATECTL_SHOW =
            Fact.onHost("timedatectl-show", inEnglish("timedatectl", "show"), TimeFacts::timedatectlShow);

    public static final Fact<Sync> TIMEDATECTL_STATUS =
            Fact.onHost("timedatectl-status", inEnglish("timedatectl", "status"), TimeFacts::timedatectlStatus);

    /** The host's clock against the one of this machine. */
    public static final Fact<Offset> OFFSET = new Fact<>("clock", Place.HOST, new Look.Clock(), TimeFacts::offset);

    /** Enough for {@link #sync}; the service that knows its own offset first. */
    public static final List<Fact<Sync>> SERVICES =
            List.of(CHRONY, NTP, OPEN_NTPD, TIMEDATECTL_SHOW, TIMEDATECTL_STATUS);

    /**
     * @param service who told
     * @param seconds how far the clock is ahead of the service's time; empty when it does not say
     */
    public record Sync(String service, boolean inStep, Optional<Double> seconds) {}

    /**
     * @param seconds how far the host is ahead of us; negative when it is behind
     * @param error half of the time that asking took: the truth lies within
     */
    public record Offset(double seconds, double error) {
        /** Whether it is surely more than this. */
        public boolean isBeyond(double limit) {
            return Math.abs(seconds) - error > limit;
        }

        /** To people; whole seconds, because less is within the time that asking takes. */
        public String inWords() {
            long whole = isBeyond(1) ? Math.round(seconds) : 0;
            return whole == 0 ? "0 s" : String.format(Locale.ROOT, "%+d s", whole);
        }
    }

    private TimeFacts() {}

    /** The word of the first service that answers and is in step, otherwise of the first that answers. */
    public static Optional<Sync> sync(Facts facts) {
        List<Sync> told =
                SERVICES.stream().flatMap(fact -> facts.find(fact).stream()).toList();
        return Stream.concat(told.stream().filter(Sync::inStep), told.stream()).findFirst();
    }

    private static Sync chrony(Answer answer) {
        Matcher leap = CHRONY_LEAP.matcher(answer.out());
        if (!answer.ok() || !leap.find()) {
            throw new Fact.Unreadable("chronyc does not tell: " + words(answer));
        }
        Matcher offset = CHRONY_OFFSET.matcher(answer.out());
        Optional<Double> seconds = offset.find()
                ? Optional.of(
                        Double.parseDouble(offset.group(1)) * (offset.group(2).equals("fast") ? 1 : -1))
                : Optional.empty();
        return new Sync("chrony", !leap.group(1).startsWith("Not synchronised"), seconds);
    }

    private static Sync ntp(Answer answer) {
        if (!answer.ok() || !answer.out().contains("remote")) {
            throw new Fact.Unreadable("ntpq does not tell: " + words(answer));
        }
        Matcher peer = NTP_PEER.matcher(answer.out());
        return peer.find()
                ? new Sync("ntpd", true, Optional.of(Double.parseDouble(peer.group(1)) / 1000))
                : new Sync("ntpd", false, Optional.empty());
    }

    private static Sync openNtpd(Answer answer) {
        if (!answer.ok() || !answer.out().contains("clock")) {
            throw new Fact.Unreadable("ntpctl does not tell: " + words(answer));
        }
        return new Sync("openntpd", answer.out().contains("clock synced"), Optional.empty());
    }

    private static Sync timedatectlShow(Answer answer) {
        Map<String, String> values = Assignments.parse(answer.ok() ? answer.out() : "");
        if (!values.containsKey("NTPSynchronized")) {
            throw new Fact.Unreadable("timedatectl does not tell: " + words(answer));
        }
        return new Sync("systemd", values.get("NTPSynchronized").equals("yes"), Optional.empty());
    }

    private static Sync timedatectlStatus(Answer answer) {
        Matcher match = TIMEDATECTL.matcher(answer.out());
        if (!answer.ok() || !match.find()) {
            throw new Fact.Unreadable("timedatectl does not tell: " + words(answer));
        }
        return new Sync("systemd", match.group(1).equalsIgnoreCase("yes"), Optional.empty());
    }

    private static String words(Answer answer) {
        return (answer.out() + answer.err()).lines().findFirst().orElse("").strip();
    }

    /** Three numbers, in seconds since 1970: our clock before, the host's, our clock after. */
    private static Offset offset(Answer answer) {
        String[] numbers = answer.out().strip().split("\\s+");
        if (!answer.ok()
                || numbers.length != 3
                || !Stream.of(numbers).allMatch(n -> n.matches("\\d{1,12}(\\.\\d+)?"))) {
            throw new Fact.Unreadable("the host's clock does not tell: " + words(answer));
        }
        double before = Double.parseDouble(numbers[0]);
        double after = Double.parseDouble(numbers[2]);
        return new Offset(Double.parseDouble(numbers[1]) - (before + after) / 2, (after - before) / 2);
    }
}
