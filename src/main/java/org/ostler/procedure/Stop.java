package org.ostler.procedure;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ostler.facts.CommandLine;

/** How an action that is under way stops when a person cancels. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "stop")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Stop.Kill.class, name = "kill"),
    @JsonSubTypes.Type(value = Stop.Finish.class, name = "finish"),
    @JsonSubTypes.Type(value = Stop.ByCommand.class, name = "by-command")
})
public sealed interface Stop {
    /** Its processes are ended on the host, and their absence is shown. */
    record Kill() implements Stop {}

    /** It cannot be stopped half way; cancel waits for it and shows it. */
    record Finish() implements Stop {}

    /**
     * The remote system has its own way. {@code list} prints the ids of what is under way, comma separated (as {@code
     * xe task-list --minimal} does); {@code cancel} is run once for each with {@code prefix + id} as last argument.
     *
     * @param listToo where another release of the remote system finds them
     */
    record ByCommand(CommandLine list, CommandLine cancel, String prefix, Optional<CommandLine> listToo)
            implements Stop {
        /** Actions that were stored before there was a second place to look have no such field. */
        public ByCommand {
            listToo = listToo == null ? Optional.empty() : listToo;
        }

        public List<CommandLine> lists() {
            return Stream.concat(Stream.of(list), listToo.stream()).toList();
        }

        public List<CommandLine> cancelling(String printed) {
            return Stream.of(printed.strip().split(",", -1))
                    .filter(id -> !id.isBlank())
                    .map(id -> cancel.plus(prefix + id.strip()))
                    .toList();
        }
    }
}
