package org.ostler.guide.xenserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ostler.facts.XenFacts;
import org.ostler.facts.XenPool;
import org.ostler.procedure.Action;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;
import org.ostler.procedure.Step.Element;
import org.ostler.procedure.Template;

/** The hosts' tags: CloudStack takes one of them as "already set up" and would skip the upgraded host. */
final class Tags {
    private Tags() {}

    static Step.ForEach clearAll() {
        return new Step.ForEach(
                List.of(new Template("xe host-param-clear uuid=<host> param-name=tags", "each host of this pool")),
                situation -> situation.fact(XenFacts.HOSTS).stream()
                        .filter(host -> !host.tags().isEmpty())
                        .map(host -> new Element(host.uuid(), host.name()))
                        .toList(),
                (situation, element) -> List.of(Xe.clearTags(element.key())),
                (situation, element) ->
                        tagged(situation, Optional.of(element.key())).isEmpty(),
                (situation, action) -> !tagged(situation, Xe.argument(action, "host-param-clear", "uuid"))
                        .isEmpty());
    }

    private static List<XenPool.Member> tagged(Situation situation, Optional<String> uuid) {
        return situation.fact(XenFacts.HOSTS).stream()
                .filter(host ->
                        uuid.equals(Optional.of(host.uuid())) && !host.tags().isEmpty())
                .toList();
    }

    static boolean none(Situation situation) {
        return situation.fact(XenFacts.HOSTS).stream()
                .allMatch(host -> host.tags().isEmpty());
    }

    /** From the run's note, which holds a line for each tag. */
    static List<Action> putBack(Situation situation) {
        List<Action> actions = new ArrayList<>();
        situation.recorded().getOrDefault(Baseline.TAGS, "").lines().forEach(line -> {
            int space = line.indexOf(' ');
            if (space > 0) {
                actions.add(Xe.addTag(line.substring(0, space), line.substring(space + 1)));
            }
        });
        return actions;
    }

    static Check others() {
        return new Check(
                "other-tags",
                "the hosts carry no tags but CloudStack's",
                "All tags are cleared, as the manual says: note the others and set them again afterwards.",
                situation -> {
                    List<String> others = situation.fact(XenFacts.HOSTS).stream()
                            .flatMap(host -> host.tags().stream()
                                    .filter(tag -> !tag.startsWith("vmops-version-"))
                                    .map(tag -> tag + " (" + host.name() + ")"))
                            .toList();
                    return others.isEmpty()
                            ? Finding.pass("none")
                            : Finding.warn("these go too: " + String.join(", ", others));
                });
    }
}
