package org.ostler.guide.linux;

import java.util.List;
import java.util.Optional;
import org.ostler.configfile.FileChange;
import org.ostler.configfile.KeyValueFile;
import org.ostler.configfile.KeyValueFile.Setting;
import org.ostler.facts.Fact;
import org.ostler.facts.LinuxFacts;
import org.ostler.procedure.Action;
import org.ostler.procedure.Situation;

/** What is to stand in libvirt's files; an operator's other lines and comments stay. */
public final class LibvirtFiles {
    public static final Fact<Optional<String>> LIBVIRTD_CONF = LinuxFacts.file("/etc/libvirt/libvirtd.conf");
    public static final Fact<Optional<String>> LIBVIRT_CONF = LinuxFacts.file("/etc/libvirt/libvirt.conf");
    public static final Fact<Optional<String>> SYSCONFIG = LinuxFacts.file("/etc/sysconfig/libvirtd");
    public static final Fact<Optional<String>> DEFAULT_LIBVIRTD = LinuxFacts.file("/etc/default/libvirtd");
    public static final Fact<Optional<String>> DEFAULT_LIBVIRT_BIN = LinuxFacts.file("/etc/default/libvirt-bin");

    /** The first two tell the system. */
    public static final List<Fact<?>> FACTS = List.of(
            LinuxFacts.OS_RELEASE,
            LinuxFacts.REDHAT_RELEASE,
            LIBVIRTD_CONF,
            LIBVIRT_CONF,
            SYSCONFIG,
            DEFAULT_LIBVIRTD,
            DEFAULT_LIBVIRT_BIN,
            LinuxFacts.LIBVIRTD_VERSION);

    private LibvirtFiles() {}

    /** KVM-22. */
    public static FileChange libvirtdConf(Situation situation, int port) {
        return merged(
                situation,
                "/etc/libvirt/libvirtd.conf",
                KeyValueFile.spaced(),
                List.of(
                        new Setting("listen_tls", "0"),
                        new Setting("listen_tcp", "1"),
                        new Setting("tcp_port", "\"" + port + "\""),
                        new Setting("auth_tcp", "\"none\""),
                        new Setting("mdns_adv", "0")));
    }

    /** KVM-23; nothing on other systems. */
    public static List<Action> redHatArguments(Situation situation) {
        return LibvirtLayout.of(situation).isRedHat() ? written(arguments(situation)) : List.of();
    }

    /** KVM-24; nothing on other systems. */
    public static List<Action> debianArguments(Situation situation) {
        return LibvirtLayout.of(situation).isRedHat() ? List.of() : written(arguments(situation));
    }

    /** The clients' file, where they need it. */
    public static List<Action> clients(Situation situation) {
        return LibvirtLayout.clientsNeedLegacyMode(situation) ? written(libvirtConf(situation)) : List.of();
    }

    /** The same thing under each distribution's name. */
    static FileChange arguments(Situation situation) {
        LibvirtLayout layout = LibvirtLayout.of(situation);
        return merged(
                situation,
                layout.argumentsFile(),
                KeyValueFile.tight(),
                List.of(new Setting(layout.argumentsKey(), layout.argumentsValue())));
    }

    /** The clients' file, not the daemon's. */
    private static FileChange libvirtConf(Situation situation) {
        return merged(
                situation,
                "/etc/libvirt/libvirt.conf",
                KeyValueFile.spaced(),
                List.of(new Setting("remote_mode", "\"legacy\"")));
    }

    /** Whether any file of these differs from what it shall be. */
    public static boolean differ(Situation situation, int port) {
        return !libvirtdConf(situation, port).isEmpty()
                || !arguments(situation).isEmpty()
                || !clients(situation).isEmpty();
    }

    public static List<Action> written(FileChange change) {
        return change.isEmpty() ? List.of() : List.of(Action.write(change));
    }

    private static FileChange merged(Situation situation, String path, KeyValueFile file, List<Setting> wanted) {
        Optional<String> present = situation.fact(LinuxFacts.file(path));
        if (present.isEmpty() && !LibvirtPackages.isThere(situation)) {
            throw new Fact.Unreadable(path + " may come with libvirt, which is installed by an earlier step");
        }
        return FileChange.write(path, present, file.merged(present.orElse(""), wanted));
    }
}
