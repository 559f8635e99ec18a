package org.ostler.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Place;
import org.ostler.guide.Library;
import org.ostler.procedure.Action;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Step;
import org.ostler.procedure.Stop;

/** The product's guides, and what tests need besides. */
final class TestGuides {
    /** The libvirt chapter, and then a command that talks for a while. */
    static final String TALKATIVE = "talkative";

    /** Lines that the talking command prints. */
    static final int LINES = 2_000;

    /** Counts itself on the host, then prints numbered lines in spurts. */
    private static final String TALK = "echo talk >>/var/lib/units/calls; i=0; while [ $i -lt " + LINES
            + " ]; do i=$((i+1)); echo \"line $i of the talk\"; [ $((i % 250)) -ne 0 ] || sleep 0.1; done";

    private TestGuides() {}

    static Optional<Guide> find(String id) {
        return id.equals(TALKATIVE) ? Library.guide("kvm-host").map(TestGuides::talkative) : Library.guide(id);
    }

    private static Guide talkative(Guide libvirt) {
        return new Guide(
                TALKATIVE,
                1,
                "Libvirt, and a talk",
                "",
                Set.of("KVM"),
                libvirt.settings(),
                settings -> chapters(libvirt, settings),
                libvirt.orderFacts(),
                libvirt.order(),
                libvirt.width(),
                libvirt.invariants(),
                libvirt.invariantFacts());
    }

    private static List<Chapter> chapters(Guide libvirt, Settings settings) {
        List<Chapter> all = new ArrayList<>(libvirt.chapters().apply(settings));
        all.add(Chapter.eachHost(
                "talk",
                "Talk",
                Step.step("talk", "Talk")
                        .does(seen -> List.of(new Action.RunCommand(
                                Place.HOST,
                                CommandLine.of("sh", "-c", TALK),
                                new Stop.Finish(),
                                Optional.empty(),
                                Set.of(0))))
                        .changesNothing()));
        return all;
    }
}
