package org.ostler.guide.linux;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.HardwareFacts;
import org.ostler.facts.HardwareFacts.Chip;
import org.ostler.facts.LinuxFacts;
import org.ostler.facts.TimeFacts;
import org.ostler.network.SharedNetwork;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Check.Verdict;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;

/**
 * KVM-06, KVM-07, KVM-19 and KVM-32: the hosts of a plan beside each other. What most have is the measure; of equally
 * many the first host's.
 */
final class ClusterChecks {
    /** Words of a set that a finding names for one host; the cluster's page has all. */
    private static final int SHOWN = 8;

    static final List<Fact<?>> FACTS = Stream.of(
                    List.of(LinuxFacts.OS_RELEASE, LinuxFacts.REDHAT_RELEASE, TimeFacts.OFFSET),
                    HardwareFacts.PROCESSOR,
                    TimeFacts.SERVICES,
                    SharedNetwork.FACTS)
            .flatMap(List::stream)
            .<Fact<?>>map(fact -> fact)
            .distinct()
            .toList();

    private ClusterChecks() {}

    static Check sameSystem(Settings settings) {
        return alike(
                settings,
                "same-system",
                "all hosts run the same distribution and version",
                "Install the same release everywhere, or move the host into a cluster of its own kind.",
                facts -> plain(facts.find(LinuxFacts.OS_RELEASE)
                        .or(() -> facts.find(LinuxFacts.REDHAT_RELEASE))
                        .orElseThrow(() -> new Fact.Unreadable("no release file"))
                        .name()));
    }

    static Check sameArchitecture(Settings settings) {
        return ofProcessor(settings, "same-architecture", "all hosts have the same architecture", Chip::architecture);
    }

    static Check sameModel(Settings settings) {
        return ofProcessor(settings, "same-cpu", "all hosts have the same model of processor", Chip::model);
    }

    static Check sameCount(Settings settings) {
        return ofProcessor(
                settings,
                "same-cpu-count",
                "all hosts have the same number of CPUs",
                processor -> Integer.toString(processor.count()));
    }

    private static Check ofProcessor(Settings settings, String key, String title, Function<Chip, String> value) {
        return alike(
                settings,
                key,
                title,
                "Move the host into a cluster of its own kind: guests move only between processors that are alike.",
                facts -> plain(value.apply(HardwareFacts.processor(facts))));
    }

    static Check sameFlags(Settings settings) {
        return alike(
                settings,
                "same-cpu-flags",
                "all processors have the same features",
                "Bring firmware and microcode to the same version and firmware settings in line. When the features"
                        + " still differ, move the host into a cluster of its own kind.",
                facts -> HardwareFacts.processor(facts).flags());
    }

    /** The chapter about the network may mend it: a warning. */
    static Check sameNetwork() {
        return Check.advice(
                "same-network",
                "bridges, VLANs and their MTU are the same on all hosts",
                "Configure the network of all hosts by the same settings: traffic labels of CloudStack are names of"
                        + " bridges, and count for the whole cluster.",
                situation -> compared(situation, SharedNetwork::of, Verdict.WARN));
    }

    static Check sameTimeService() {
        return Check.advice(
                "same-time-service",
                "all hosts keep their clocks by the same service",
                "Prepare every host of the cluster in the same way.",
                situation -> compared(situation, ClusterChecks::timeService, Verdict.WARN));
    }

    private static Set<String> timeService(Facts facts) {
        if (TimeFacts.SERVICES.stream().allMatch(fact -> facts.answer(fact).isEmpty())) {
            throw new Fact.Unreadable("no time service was asked");
        }
        return plain(TimeFacts.sync(facts).map(TimeFacts.Sync::service).orElse("–"));
    }

    /** The earliest and the latest clock, as far apart as they surely are. */
    static Check sameTime() {
        return Check.advice(
                "same-time",
                "the clocks of all hosts agree",
                "Let every host follow the same time servers.",
                ClusterChecks::timeCompared);
    }

    private static Finding timeCompared(Situation situation) {
        Map<String, TimeFacts.Offset> clocks = new LinkedHashMap<>();
        List<String> silent = new ArrayList<>();
        for (Situation.HostInScope host : situation.hosts()) {
            String name = host.target().name();
            situation
                    .facts()
                    .on(name)
                    .find(TimeFacts.OFFSET)
                    .ifPresentOrElse(offset -> clocks.put(name, offset), () -> silent.add(name));
        }
        if (!silent.isEmpty()) {
            return Finding.unknown("not known of " + String.join(", ", silent));
        }
        Comparator<Map.Entry<String, TimeFacts.Offset>> bySeconds =
                Comparator.comparingDouble(entry -> entry.getValue().seconds());
        Map.Entry<String, TimeFacts.Offset> first = Collections.min(clocks.entrySet(), bySeconds);
        Map.Entry<String, TimeFacts.Offset> last = Collections.max(clocks.entrySet(), bySeconds);
        double apart = last.getValue().seconds() - first.getValue().seconds();
        boolean surely = apart - last.getValue().error() - first.getValue().error() > SystemChecks.MOST_OFF;
        return surely
                ? Finding.warn(last.getKey() + " is ahead of " + first.getKey() + " by "
                        + String.format(Locale.ROOT, "%.1f s", apart))
                : Finding.pass("the clocks agree");
    }

    private static Set<String> plain(String value) {
        return Set.of(value);
    }

    private static Check alike(
            Settings settings, String key, String title, String remedy, Function<Facts, Set<String>> trait) {
        Verdict verdict = settings.text(RequirementSettings.UNLIKE).equals(RequirementSettings.WARN)
                ? Verdict.WARN
                : Verdict.FAIL;
        return new Check(key, title, remedy, situation -> compared(situation, trait, verdict), verdict == Verdict.WARN);
    }

    private static Finding compared(Situation situation, Function<Facts, Set<String>> trait, Verdict unlike) {
        Map<String, Set<String>> values = new LinkedHashMap<>();
        List<String> silent = new ArrayList<>();
        for (Situation.HostInScope host : situation.hosts()) {
            String name = host.target().name();
            try {
                values.put(name, new TreeSet<>(trait.apply(situation.facts().on(name))));
            } catch (Fact.Unreadable unknown) {
                silent.add(name);
            }
        }
        Optional<Set<String>> most = most(values);
        if (most.isPresent()) {
            List<String> odd = values.entrySet().stream()
                    .filter(host -> !host.getValue().equals(most.get()))
                    .map(host -> host.getKey() + ": " + difference(host.getValue(), most.get()))
                    .toList();
            if (!odd.isEmpty()) {
                return new Finding(unlike, "not alike: " + String.join("; ", odd));
            }
        }
        if (!silent.isEmpty()) {
            return Finding.unknown("not known of " + String.join(", ", silent));
        }
        return values.size() < 2
                ? Finding.pass("there is no other host in this plan")
                : Finding.pass("the same on " + values.size() + " hosts");
    }

    private static Optional<Set<String>> most(Map<String, Set<String>> values) {
        Map<Set<String>, Integer> counts = new LinkedHashMap<>();
        values.values().forEach(value -> counts.merge(value, 1, Integer::sum));
        int largest = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return counts.entrySet().stream()
                .filter(count -> count.getValue() == largest)
                .findFirst()
                .map(Map.Entry::getKey);
    }

    /** One value beside the other; of sets what is missing and what is more. */
    private static String difference(Set<String> own, Set<String> most) {
        if (own.size() == 1 && most.size() == 1) {
            return own.iterator().next() + " != " + most.iterator().next();
        }
        return Stream.of(words("-", most, own), words("+", own, most))
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String words(String sign, Set<String> some, Set<String> others) {
        List<String> only = some.stream().filter(word -> !others.contains(word)).toList();
        String first = only.stream().limit(SHOWN).map(word -> sign + word).collect(Collectors.joining(" "));
        return only.size() > SHOWN ? first + " … (" + only.size() + ")" : first;
    }
}
