package org.ostler.guide.xenserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ostler.configfile.FileChange;
import org.ostler.facts.Fact;
import org.ostler.facts.LinuxFacts;
import org.ostler.facts.XenVersion;
import org.ostler.procedure.Action;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;

/** The files of XEN-70: read on the management server, put on the upgraded host. */
final class CopiedFiles {
    private static final String NFS_DRIVER = "xenserver60/NFSSR.py";
    private static final String NFS_DRIVER_PLACE = "/opt/xensource/sm/NFSSR.py";
    private static final List<String> SCRIPTS = List.of(Scripts.SETUP, Scripts.MIGRATABLE, Scripts.CLEAN_VLAN);

    private CopiedFiles() {}

    /** The NFS storage driver was CloudStack's own for 6.0 and 6.0.2 only; later releases keep theirs. */
    private static boolean takesNfsDriver(Settings settings) {
        XenVersion to = UpgradeSettings.to(settings);
        return to.major() == 6 && to.minor() == 0;
    }

    static Fact<?>[] facts(Settings settings) {
        return Stream.concat(
                        sources(settings).map(source -> onManagementServer(settings, source)),
                        Stream.concat(
                                Stream.of(LinuxFacts.file(NFS_DRIVER_PLACE)),
                                SCRIPTS.stream()
                                        .flatMap(script -> Stream.of(
                                                LinuxFacts.file(Scripts.OLD + "/" + script),
                                                LinuxFacts.file(Scripts.NEW + "/" + script)))))
                .toArray(Fact<?>[]::new);
    }

    private static Stream<String> sources(Settings settings) {
        return takesNfsDriver(settings) ? Stream.concat(Stream.of(NFS_DRIVER), SCRIPTS.stream()) : SCRIPTS.stream();
    }

    private static Fact<Optional<String>> onManagementServer(Settings settings, String source) {
        return LinuxFacts.fileOnManagementServer(settings.text(UpgradeSettings.SCRIPTS) + "/" + source);
    }

    private static String destination(Situation situation, String source) {
        return source.equals(NFS_DRIVER) ? NFS_DRIVER_PLACE : Scripts.directory(situation) + "/" + source;
    }

    /** What differs; files that are missing on the management server are a check's business. */
    static List<FileChange> changes(Settings settings, Situation situation) {
        List<FileChange> changes = new ArrayList<>();
        sources(settings).forEach(source -> situation
                .fact(onManagementServer(settings, source))
                .ifPresent(text -> {
                    String path = destination(situation, source);
                    FileChange change = FileChange.write(path, situation.fact(LinuxFacts.file(path)), text)
                            .withMode("0755");
                    if (!change.isEmpty()) {
                        changes.add(change);
                    }
                }));
        return changes;
    }

    static boolean someAreReplaced(Settings settings, Situation situation) {
        return changes(settings, situation).stream()
                .anyMatch(change -> change.before().isPresent());
    }

    static List<Action> writes(Settings settings, Situation situation) {
        return changes(settings, situation).stream().<Action>map(Action::write).toList();
    }

    static Check available(Settings settings) {
        return new Check(
                "files-to-copy",
                "the files to copy are on the management server",
                "Install the package cloudstack-common there, or give the directory in the settings.",
                situation -> {
                    List<String> missing = sources(settings)
                            .filter(source -> situation
                                    .fact(onManagementServer(settings, source))
                                    .isEmpty())
                            .toList();
                    return missing.isEmpty()
                            ? Finding.pass(reason(settings))
                            : Finding.fail("not in " + settings.text(UpgradeSettings.SCRIPTS) + ": "
                                    + String.join(", ", missing));
                });
    }

    private static String reason(Settings settings) {
        return takesNfsDriver(settings)
                ? "NFSSR.py and three scripts: XenServer " + UpgradeSettings.to(settings)
                        + " takes CloudStack's NFS driver"
                : "three scripts; NFSSR.py belongs to XenServer 6.0 only, " + UpgradeSettings.to(settings)
                        + " keeps its own";
    }
}
