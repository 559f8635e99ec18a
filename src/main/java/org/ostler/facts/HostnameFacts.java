package org.ostler.facts;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a Linux host calls itself, who we are on it, and whether it reaches a place. */
public final class HostnameFacts {
    private static final Pattern QUALIFIED = Pattern.compile("(?!localhost\\.)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
            + "(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+\\.?");

    /** The full name; empty when the host cannot find its own. */
    public static final Fact<Optional<String>> FULL_NAME =
            Fact.onHost("full-name", CommandLine.of("hostname", "--fqdn"), answer -> Optional.of(answer)
                    .filter(Answer::ok)
                    .map(told -> told.out().strip())
                    .filter(name -> !name.isEmpty()));

    /** The user id that commands have in the end: 0 when the login is root or became it. */
    public static final Fact<String> USER_ID = Fact.onHost("user-id", CommandLine.of("id", "-u"), LinuxFacts::oneLine);

    private HostnameFacts() {}

    /** KVM-16: with a domain, and not the name that every machine has for itself. */
    public static boolean isQualified(String name) {
        return QUALIFIED.matcher(name).matches();
    }

    /** Whether one echo comes back within five seconds: a name that cannot be resolved takes about that long. */
    public static Fact<Boolean> reaches(String target) {
        return Fact.onHost("reaches " + target, CommandLine.of("ping", "-c", "1", "-W", "5", "--", target), answer -> {
            if (SoftwareFacts.isMissing(answer)) {
                throw new Fact.Unreadable("there is no ping");
            }
            return answer.ok();
        });
    }
}
