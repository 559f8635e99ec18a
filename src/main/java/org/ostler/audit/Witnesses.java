package org.ostler.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The witnesses of one journal, as they are set, and when each was last told. */
final class Witnesses {
    private static final Logger LOG = Logger.getLogger(Witnesses.class.getName());

    private static final Pattern SYSLOG = Pattern.compile("syslog:(\\S+):(\\d{1,5})");

    private final List<Witness> all = new ArrayList<>();
    private final Map<String, WitnessView> views = new LinkedHashMap<>();
    private final InstantSource clock;

    /**
     * @param setting {@code file:/path} and {@code syslog:host:port}, separated by commas; empty for none
     * @param data the data directory, which is no second place
     */
    Witnesses(String setting, Path data, InstantSource clock) {
        this.clock = clock;
        for (String one : setting.split(",", -1)) {
            if (!one.isBlank()) {
                add(one.strip(), data);
            }
        }
    }

    private void add(String setting, Path data) {
        Matcher syslog = SYSLOG.matcher(setting);
        if (syslog.matches()) {
            all.add(new Witness.ToSyslog(syslog.group(1), Integer.parseInt(syslog.group(2))));
        } else if (setting.startsWith("file:/") && setting.indexOf('\0') < 0) {
            Path file = Path.of(setting.substring("file:".length())).normalize();
            if (file.startsWith(data)) {
                refuse(
                        setting,
                        "It lies in the data directory, which is no second place. Choose another one in"
                                + " OSTLER_AUDIT_WITNESS.");
                return;
            }
            all.add(new Witness.ToFile(file));
        } else {
            refuse(setting, "This is no witness. Write file:/path or syslog:host:port in OSTLER_AUDIT_WITNESS.");
            return;
        }
        set(new WitnessView(all.get(all.size() - 1).name(), Optional.empty(), Optional.empty()));
    }

    private void refuse(String setting, String why) {
        set(new WitnessView(setting, Optional.empty(), Optional.of(why)));
    }

    private synchronized void set(WitnessView view) {
        views.put(view.name(), view);
    }

    synchronized List<WitnessView> views() {
        return List.copyOf(views.values());
    }

    private synchronized Optional<Instant> last(String name) {
        return Optional.ofNullable(views.get(name)).flatMap(WitnessView::lastAt);
    }

    /** Tells all of them; what fails is shown and tried again the next time. */
    void see(String journal, Head head) {
        for (Witness witness : all) {
            Instant now = clock.instant();
            try {
                witness.see(now, WitnessLog.Seen.line(journal, head));
                set(new WitnessView(witness.name(), Optional.of(now), Optional.empty()));
            } catch (IOException | RuntimeException failure) {
                LOG.log(Level.WARNING, failure, () -> "the witness " + witness.name() + " was not told of the head");
                set(new WitnessView(witness.name(), last(witness.name()), Optional.of(failure.toString())));
            }
        }
    }

    /** What those that can be read from here have seen. */
    WitnessLog log() {
        WitnessLog log = WitnessLog.NONE;
        for (Witness witness : all) {
            try {
                log = log.and(witness.log());
            } catch (IOException unreadable) {
                LOG.log(Level.WARNING, unreadable, () -> "the witness " + witness.name() + " cannot be read");
                set(new WitnessView(witness.name(), last(witness.name()), Optional.of(unreadable.toString())));
            }
        }
        return log;
    }
}
