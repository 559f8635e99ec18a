package org.ostler.execution;

import java.time.Duration;
import java.util.List;
import org.ostler.lab.SimulatedFaults;
import org.ostler.platform.Refusal;

/**
 * Something that goes wrong.
 *
 * @param at the moment, counted by {@link Points}
 * @param which host, guest or length of time
 */
record Mischief(int at, Kind kind, int which) {
    enum Kind {
        SERVER_IS_KILLED,
        LINE_IS_CUT,
        HOST_FALLS_SILENT,
        HOST_LOSES_POWER,
        HOST_CRASHES,
        HOST_IS_DISABLED,
        STORAGE_IS_UNPLUGGED,
        GUEST_STOPS,
        GUEST_HAS_NO_DRIVERS,
        GUEST_HOLDS_ITS_TRAY,
        TASKS_ARE_CANCELLED,
        CLOUD_IS_SLOW,
        CLOUD_REFUSES,
        CLOUD_LOSES_ANSWERS,
        JOURNAL_IS_FULL,
        PERSON_PAUSES,
        PERSON_CANCELS,
        PERSON_ROLLS_BACK,
        PERSON_ABANDONS;

        /** What people do happens between two calls of the engine's, never within a transaction. */
        boolean isPersons() {
            return name().startsWith("PERSON_");
        }

        /** What happens to the pool itself. */
        boolean isWorlds() {
            return name().startsWith("HOST_") || name().startsWith("GUEST_") || name().startsWith("STORAGE_");
        }
    }

    void strike(XenStage stage) {
        SimulatedFaults faults = stage.pool.faults();
        List<String> hosts = stage.pool.hosts();
        String host = hosts.get(which % hosts.size());
        String guest =
                stage.pool.guests().get(which % stage.pool.guests().size()).name();
        switch (kind) {
            case SERVER_IS_KILLED -> throw new Points.Killed();
            case LINE_IS_CUT -> stage.cutNext();
            case HOST_FALLS_SILENT -> faults.silence(host, Duration.ofSeconds(5 + 37L * which));
            case HOST_LOSES_POWER -> faults.powerOff(host);
            case HOST_CRASHES -> faults.crash(host);
            case HOST_IS_DISABLED -> faults.enable(host, false);
            case STORAGE_IS_UNPLUGGED -> faults.unplugStorage(host);
            case GUEST_STOPS -> faults.stop(guest);
            case GUEST_HAS_NO_DRIVERS -> faults.forgetDrivers(guest);
            case GUEST_HOLDS_ITS_TRAY -> faults.holdTray(guest, true);
            case TASKS_ARE_CANCELLED -> faults.cancelTasks();
            case CLOUD_IS_SLOW -> faults.cloudIsSlow(Duration.ofSeconds(which));
            case CLOUD_REFUSES -> faults.cloudRefuses(1 + which);
            case CLOUD_LOSES_ANSWERS -> faults.cloudLosesAnswers(1 + which % 3);
            case JOURNAL_IS_FULL -> {
                stage.audit.writable = false;
                stage.pool.later(Duration.ofSeconds(5 + 11L * which), () -> stage.audit.writable = true);
            }
            case PERSON_PAUSES, PERSON_CANCELS, PERSON_ROLLS_BACK, PERSON_ABANDONS ->
                throw new AssertionError("people act by themselves: " + this);
        }
    }

    void strike(Person person) {
        try {
            switch (kind) {
                case PERSON_PAUSES -> person.pause();
                case PERSON_CANCELS -> person.cancel();
                case PERSON_ROLLS_BACK -> person.rollBack();
                default -> person.giveUp();
            }
        } catch (Refusal | Journal.Unwritable notNow) {
            // They read why, and leave it at that.
            person.refused++;
        }
    }
}
