package org.ostler.guide.linux;

import static org.ostler.procedure.Chapter.eachHost;
import static org.ostler.procedure.Step.step;

import java.util.List;
import java.util.Optional;
import org.ostler.configfile.FileChange;
import org.ostler.configfile.KeyValueFile;
import org.ostler.facts.Fact;
import org.ostler.facts.LinuxFacts;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Undo;

/** "Configure VNC console": the system VMs of a host for containers are shown over VNC. */
public final class ConfigureQemu {
    static final String PATH = "/etc/libvirt/qemu.conf";
    private static final Fact<Optional<String>> FILE = LinuxFacts.file(PATH);

    private ConfigureQemu() {}

    static FileChange change(Situation situation) {
        Optional<String> present = situation.fact(FILE);
        return FileChange.write(PATH, present, merged(present.orElse("")));
    }

    static String merged(String present) {
        return KeyValueFile.spaced().merged(present, List.of(new KeyValueFile.Setting("vnc_listen", "\"0.0.0.0\"")));
    }

    public static Chapter chapter(Settings settings) {
        return eachHost(
                "configure-qemu",
                "Configure QEMU",
                step("write-qemu-conf", "Let the VNC console be reached")
                        .why(
                                "CloudStack's console proxy connects to the VNC port of a guest from another machine. Guests"
                                        + " that start later listen on all addresses: keep the ports inside the management"
                                        + " network.")
                        .covers("LXC-10")
                        .looksAt(FILE)
                        .neededWhen("qemu.conf differs", situation -> !change(situation)
                                .isEmpty())
                        .does(situation -> LibvirtFiles.written(change(situation)))
                        .verifiedBy("qemu.conf is as wanted", situation -> change(situation)
                                .isEmpty())
                        .undoneBy(new Undo.RestoreFiles()));
    }
}
