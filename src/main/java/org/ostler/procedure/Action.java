package org.ostler.procedure;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ostler.configfile.FileChange;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Place;

/** The one way in which anything is changed. A plan shows exactly these; the runner carries out exactly these. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "action")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Action.RunCommand.class, name = "run"),
    @JsonSubTypes.Type(value = Action.Reboot.class, name = "reboot"),
    @JsonSubTypes.Type(value = Action.WriteFile.class, name = "write"),
    @JsonSubTypes.Type(value = Action.MakeLink.class, name = "link"),
    @JsonSubTypes.Type(value = Action.Guarded.class, name = "guarded"),
    @JsonSubTypes.Type(value = Action.CallCloudStack.class, name = "cloudstack"),
    @JsonSubTypes.Type(value = Action.AskPerson.class, name = "ask")
})
public sealed interface Action {
    /** Where it happens. */
    Place place();

    Proof proof();

    /** One line a person can read: the exact command, the path, the API call, the question. */
    String shown();

    /** {@link #shown()} with all that a person approves beside the files, a line each. */
    default List<String> lines() {
        return List.of(shown());
    }

    /** The files that it writes or removes. */
    default List<FileChange> changes() {
        return List.of();
    }

    /**
     * A command on a host, detached from the connection that started it.
     *
     * @param secret the name of a credential that the command reads from descriptor 3 as a MySQL option file
     *     ({@code [client]\nuser="…"\npassword="…"}); {@link #ZONES_DATABASE} for the one that the inventory names;
     *     empty for none
     * @param success exit statuses that count as done
     */
    record RunCommand(
            Place place, CommandLine command, Stop stop, Optional<String> secret, java.util.Set<Integer> success)
            implements Action {
        /** Instead of a credential's name: the database credential of the management server in use. */
        public static final String ZONES_DATABASE = "(database)";

        public RunCommand {
            success = java.util.Set.copyOf(success);
        }

        @Override
        @JsonIgnore
        public Proof proof() {
            return new Proof.Detached();
        }

        @Override
        public String shown() {
            return command.quoted();
        }
    }

    /** A command after which the host goes down and comes back. */
    record Reboot(CommandLine command) implements Action {
        @Override
        public Place place() {
            return Place.HOST;
        }

        @Override
        @JsonIgnore
        public Proof proof() {
            return new Proof.BootId();
        }

        @Override
        public String shown() {
            return command.quoted();
        }
    }

    /** A file as it shall be; {@code change.before} is what was seen just now. */
    record WriteFile(Place place, FileChange change) implements Action {
        @Override
        @JsonIgnore
        public Proof proof() {
            return new Proof.Content();
        }

        @Override
        public String shown() {
            return (change.after().isPresent() ? "write " : "remove ") + change.path();
        }

        @Override
        public List<FileChange> changes() {
            return List.of(change);
        }
    }

    /** A symbolic link. */
    record MakeLink(Place place, String path, String destination) implements Action {
        @Override
        @JsonIgnore
        public Proof proof() {
            return new Proof.Content();
        }

        @Override
        public String shown() {
            return "link " + path + " -> " + destination;
        }
    }

    /**
     * A change of a host's network, made so that the host takes it back by itself: earlier files and state are saved on
     * the host, and a countdown begins there that needs neither SSH nor Ostler. Kept only when a new connection and all
     * probes answer; otherwise the host restores itself.
     *
     * @param apply in order, after the files are written; the first that fails ends it, and it is taken back
     * @param applyAfterRestore what makes the running system follow the earlier files, each tried; afterwards the guard
     *     itself brings links, addresses and routes to what was saved
     * @param deadline from the change to the restore, when nobody keeps it
     * @param newAddress of the host, when the change moves it
     * @param timer whether the host counts down; false only where nothing on it can, and a person said yes to that
     */
    record Guarded(
            List<FileChange> files,
            List<CommandLine> apply,
            List<CommandLine> applyAfterRestore,
            List<Probe> probes,
            Duration deadline,
            Optional<String> newAddress,
            boolean timer)
            implements Action {
        public Guarded {
            files = List.copyOf(files);
            apply = List.copyOf(apply);
            applyAfterRestore = List.copyOf(applyAfterRestore);
            probes = List.copyOf(probes);
        }

        @Override
        public Place place() {
            return Place.HOST;
        }

        @Override
        @JsonIgnore
        public Proof proof() {
            return new Proof.Guarded();
        }

        @Override
        public String shown() {
            return "change the network (" + counted(files.size(), "file") + ", " + counted(apply.size(), "command")
                    + (timer
                            ? "); the host restores it after " + deadline.toSeconds() + " s unless it is kept"
                            : "); this host has no timer and does NOT restore it by itself");
        }

        private static String counted(int number, String what) {
            return number + " " + what + (number == 1 ? "" : "s");
        }

        @Override
        public List<String> lines() {
            List<String> lines = new ArrayList<>(List.of(shown()));
            apply.forEach(command -> lines.add("  apply: " + command.quoted()));
            newAddress.ifPresent(address -> lines.add("  then log in at " + address));
            probes.forEach(probe -> lines.add(
                    "  probe: " + probe.claim() + " (" + probe.command().quoted() + ")"));
            applyAfterRestore.forEach(command -> lines.add("  restore, after the earlier files: " + command.quoted()));
            return List.copyOf(lines);
        }

        @Override
        public List<FileChange> changes() {
            return files;
        }

        /** With these files instead. */
        public Guarded with(List<FileChange> others) {
            return new Guarded(others, apply, applyAfterRestore, probes, deadline, newAddress, timer);
        }
    }

    /**
     * A changing call of the CloudStack API.
     *
     * @param serverLimit the longest the server itself may take to answer; an answer lost on the way is not asked for
     *     again before this has passed
     * @param login the name of a credential whose user and password are sent as the parameters {@code username} and
     *     {@code password}; {@link #HOSTS_OWN} for the one with which the inventory logs in to the step's host. The
     *     values are put in when the call is sent, and stand nowhere else.
     */
    record CallCloudStack(String command, Map<String, String> parameters, Duration serverLimit, Optional<String> login)
            implements Action {
        /** Instead of a credential's name: the one that the inventory names for the host. */
        public static final String HOSTS_OWN = "(host)";

        /** Actions that were stored before calls could carry a login have no such field. */
        public CallCloudStack {
            parameters = java.util.Collections.unmodifiableMap(new TreeMap<>(parameters));
            login = login == null ? Optional.empty() : login;
        }

        public CallCloudStack(String command, Map<String, String> parameters, Duration serverLimit) {
            this(command, parameters, serverLimit, Optional.empty());
        }

        public CallCloudStack withLogin(String credential) {
            return new CallCloudStack(command, parameters, serverLimit, Optional.of(credential));
        }

        @Override
        public Place place() {
            return Place.CLOUDSTACK;
        }

        @Override
        @JsonIgnore
        public Proof proof() {
            return new Proof.ReadBack(serverLimit);
        }

        @Override
        public String shown() {
            StringBuilder text = new StringBuilder(command);
            parameters.forEach(
                    (key, value) -> text.append(' ').append(key).append('=').append(CommandLine.quote(value)));
            login.ifPresent(credential -> text.append(" username, password: secret, from the credential ")
                    .append(credential.equals(HOSTS_OWN) ? "of the host" : CommandLine.quote(credential)));
            return text.toString();
        }
    }

    /** A gate: a person does or decides something. */
    record AskPerson(String question, String instructions) implements Action {
        @Override
        public Place place() {
            return Place.HOST;
        }

        @Override
        @JsonIgnore
        public Proof proof() {
            return new Proof.Person();
        }

        @Override
        public String shown() {
            return question;
        }
    }

    static RunCommand run(CommandLine command) {
        return new RunCommand(Place.HOST, command, new Stop.Kill(), Optional.empty(), java.util.Set.of(0));
    }

    static RunCommand runOnManagementServer(CommandLine command) {
        return new RunCommand(Place.MANAGEMENT_SERVER, command, new Stop.Kill(), Optional.empty(), java.util.Set.of(0));
    }

    static WriteFile write(FileChange change) {
        return new WriteFile(Place.HOST, change);
    }
}
