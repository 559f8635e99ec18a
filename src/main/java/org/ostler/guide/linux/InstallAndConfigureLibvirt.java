package org.ostler.guide.linux;

import static org.ostler.procedure.Chapter.eachHost;
import static org.ostler.procedure.Step.step;

import java.time.Duration;
import java.util.List;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Step;
import org.ostler.procedure.Template;
import org.ostler.procedure.Undo;

/** "Install and configure libvirt". */
public final class InstallAndConfigureLibvirt {
    /** libvirtd listens within a second or two. Smaller: a slow host fails. Larger: a broken one is found out later. */
    private static final Duration LISTENING = Duration.ofSeconds(45);

    private static final Duration EVERY = Duration.ofSeconds(1);

    private InstallAndConfigureLibvirt() {}

    public static Chapter ofKvm(Settings settings) {
        return chapter(settings, RequiredVersions.KVM);
    }

    public static Chapter ofLxc(Settings settings) {
        return chapter(settings, RequiredVersions.LXC);
    }

    private static Chapter chapter(Settings settings, RequiredVersions limits) {
        int port = settings.number(LibvirtSettings.TCP_PORT);
        return eachHost(
                "install-and-configure-libvirt",
                "Install and configure libvirt",
                step("look-at-libvirt", "Look at libvirt")
                        .why("CloudStack manages VMs through libvirt. Which files hold its switches depends on the"
                                + " distribution.")
                        .covers("KVM-02", "LXC-02")
                        .looksAt(LibvirtFiles.FACTS)
                        .looksAt(LibvirtService.FACTS)
                        .looksAt(LibvirtPackages.FACTS)
                        .looksAt(ModularDaemons.FACTS)
                        .requires(LibvirtChecks.distribution())
                        .requires(LibvirtChecks.version(limits))
                        .requires(LibvirtChecks.port(settings))
                        .requires(LibvirtPackages.isOffered(limits))
                        .records(LibvirtService.BEFORE, LibvirtService::activeUnits)
                        .records(LibvirtService.MASKED_BEFORE, LibvirtService::maskedSockets)
                        .records(ModularDaemons.ACTIVE_BEFORE, ModularDaemons::active)
                        .records(ModularDaemons.ENABLED_BEFORE, ModularDaemons::enabled)
                        .records(
                                LibvirtPackages.MISSING_BEFORE,
                                situation -> LibvirtPackages.missingWords(situation, limits))
                        .changesNothing(),
                install(limits),
                step("write-libvirtd-conf", "Write libvirtd.conf")
                        .why("Live migration between hosts speaks to libvirtd over unencrypted TCP without"
                                + " authentication, as the manual says: keep this port inside the management network.")
                        .covers("KVM-22", "LXC-09")
                        .looksAt(LibvirtFiles.FACTS)
                        .neededWhen("libvirtd.conf differs", situation -> !LibvirtFiles.libvirtdConf(situation, port)
                                .isEmpty())
                        .does(situation -> LibvirtFiles.written(LibvirtFiles.libvirtdConf(situation, port)))
                        .verifiedBy(
                                "libvirtd.conf is as wanted", situation -> LibvirtFiles.libvirtdConf(situation, port)
                                        .isEmpty())
                        .undoneBy(new Undo.RestoreFiles()),
                step("write-arguments-red-hat", "Let libvirtd listen (Red Hat)")
                        .why("libvirtd ignores its TCP settings unless it is started with --listen.")
                        .covers("KVM-23", "LXC-09")
                        .looksAt(LibvirtFiles.FACTS)
                        .neededWhen(
                                "this is a Red Hat system and /etc/sysconfig/libvirtd differs",
                                situation ->
                                        !LibvirtFiles.redHatArguments(situation).isEmpty())
                        .does(LibvirtFiles::redHatArguments)
                        .verifiedBy("the arguments are as wanted", situation -> LibvirtFiles.redHatArguments(situation)
                                .isEmpty())
                        .undoneBy(new Undo.RestoreFiles()),
                step("write-arguments-debian", "Let libvirtd listen (Debian, Ubuntu)")
                        .why("The same under this family's names: libvirtd_opts with -d -l up to Ubuntu 14.04, without"
                                + " -d under systemd, LIBVIRTD_ARGS from Ubuntu 22.04 and Debian 12 on.")
                        .covers("KVM-24", "LXC-09")
                        .looksAt(LibvirtFiles.FACTS)
                        .neededWhen(
                                "this is a Debian or Ubuntu system and its file differs",
                                situation ->
                                        !LibvirtFiles.debianArguments(situation).isEmpty())
                        .does(LibvirtFiles::debianArguments)
                        .verifiedBy("the arguments are as wanted", situation -> LibvirtFiles.debianArguments(situation)
                                .isEmpty())
                        .undoneBy(new Undo.RestoreFiles()),
                step("write-libvirt-conf", "Let clients talk to libvirtd")
                        .why("Newer distributions have a daemon for each driver, and clients prefer those. CloudStack"
                                + " and live migration need the one libvirtd.")
                        .covers("KVM-25", "LXC-11")
                        .looksAt(LibvirtFiles.FACTS)
                        .neededWhen(
                                "clients of this distribution would not use libvirtd",
                                situation -> !LibvirtFiles.clients(situation).isEmpty())
                        .does(LibvirtFiles::clients)
                        .verifiedBy("libvirt.conf is as wanted", situation -> LibvirtFiles.clients(situation)
                                .isEmpty())
                        .undoneBy(new Undo.RestoreFiles()),
                step("stop-modular-daemons", "Stop libvirt's daemons for single drivers")
                        .why("Red Hat 9 starts a daemon for each of libvirt's drivers. One of them holds libvirtd's own"
                                + " socket, another its guests: libvirtd does not work beside them. They are stopped"
                                + " and left off at boot; guests that run go on running.")
                        .covers("KVM-25", "LXC-11")
                        .looksAt(ModularDaemons.FACTS)
                        .neededWhen("a daemon for a single driver is on", ModularDaemons::areOn)
                        .does(ModularDaemons::stop)
                        .verifiedBy(
                                "no daemon for a single driver is on", situation -> !ModularDaemons.areOn(situation))
                        .undoneBy(new Undo.By(
                                "Those that were on before are enabled and started again, and libvirtd stops where it"
                                        + " did not run.",
                                List.of(
                                        new Template("systemctl enable <unit>", "units that were enabled before"),
                                        new Template("systemctl stop libvirtd.service", "where it did not run before"),
                                        new Template("systemctl start <unit>", "units that were active before")),
                                ModularDaemons::startAsBefore)),
                step("mask-sockets", "Keep systemd from listening for libvirtd")
                        .why("A libvirtd that systemd starts by its sockets refuses --listen. A mask alone would leave"
                                + " a socket that is active: it is stopped first.")
                        .covers("KVM-25", "LXC-11")
                        .looksAt(LibvirtFiles.FACTS)
                        .looksAt(LibvirtService.FACTS)
                        .neededWhen("a socket of libvirtd is not masked", LibvirtService::socketsAreOpen)
                        .does(LibvirtService::maskSockets)
                        .verifiedBy(
                                "all sockets of libvirtd are masked",
                                situation -> !LibvirtService.socketsAreOpen(situation))
                        .undoneBy(new Undo.By(
                                "The sockets are unmasked; those that were active start again with libvirtd.",
                                List.of(new Template("systemctl unmask <socket>", "the sockets masked by this step")),
                                LibvirtService::unmaskSockets)),
                step("enable-libvirtd", "Start libvirtd at boot")
                        .why("Without its sockets nothing else starts it. Newer distributions have one daemon for each"
                                + " driver instead, and leave this one off.")
                        .covers("KVM-25", "LXC-11")
                        .looksAt(LibvirtFiles.FACTS)
                        .looksAt(LibvirtService.FACTS)
                        .neededWhen("libvirtd is off at boot", LibvirtService::isOffAtBoot)
                        .does(situation -> LibvirtService.atBoot(situation, true))
                        .verifiedBy("libvirtd starts at boot", situation -> !LibvirtService.isOffAtBoot(situation))
                        .undoneBy(new Undo.By(
                                "libvirtd is off at boot again.",
                                List.of(
                                        new Template("systemctl disable libvirtd.service", "exactly this"),
                                        new Template("chkconfig libvirtd off", "where there is no systemd")),
                                situation -> LibvirtService.atBoot(situation, false))),
                step("restart-libvirtd", "Restart libvirtd")
                        .why("Running VMs are not touched by a restart of libvirtd.")
                        .covers("KVM-25", "LXC-11")
                        .looksAt(LibvirtFiles.FACTS)
                        .looksAt(LibvirtService.FACTS)
                        .neededWhen(
                                "libvirtd runs with other than the wanted files, or does not listen",
                                situation -> LibvirtFiles.differ(situation, port)
                                        || LibvirtService.socketsAreOpen(situation)
                                        || LibvirtService.isOlderThanItsFiles(situation)
                                        || !LibvirtService.listens(situation, port))
                        .does(LibvirtService::restart)
                        .waitsFor(
                                "libvirtd listens on " + port,
                                situation -> LibvirtService.listens(situation, port)
                                        && !LibvirtService.isOlderThanItsFiles(situation),
                                LISTENING,
                                EVERY,
                                situation -> "libvirtd does not listen on " + port + " yet")
                        .recognises(LibvirtChecks.activationSockets())
                        .undoneBy(new Undo.RestartService("libvirtd", LibvirtService::restartAsBefore)));
    }

    /** Notes are taken anew behind it: what a package brings along is not "before". */
    private static Step install(RequiredVersions limits) {
        return step("install-libvirt", "Install libvirt and QEMU")
                .why("On a bare host both come from the distribution, before anything is configured. Present"
                        + " configuration files are kept.")
                .covers("KVM-02", "KVM-03", "LXC-02")
                .looksAt(LibvirtFiles.FACTS)
                .looksAt(LibvirtService.FACTS)
                .looksAt(LibvirtPackages.FACTS)
                .looksAt(ModularDaemons.FACTS)
                .neededWhen("libvirt or QEMU is not installed", situation -> !LibvirtPackages.missing(situation, limits)
                        .isEmpty())
                .does(situation -> LibvirtPackages.install(situation, limits))
                .verifiedBy(
                        "libvirt and QEMU are installed, and libvirt is " + limits.libvirt() + " or newer",
                        situation -> LibvirtPackages.missing(situation, limits).isEmpty()
                                && LibvirtPackages.isNewEnough(situation, limits))
                .records(ModularDaemons.ACTIVE_BEFORE, ModularDaemons::active)
                .records(ModularDaemons.ENABLED_BEFORE, ModularDaemons::enabled)
                .undoneBy(new Undo.By(
                        "The packages that this step installed are removed, with what needs them. Other packages that"
                                + " came along stay.",
                        LibvirtPackages.removals(),
                        LibvirtPackages::remove));
    }
}
