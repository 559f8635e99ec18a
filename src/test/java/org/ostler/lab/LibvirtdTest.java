package org.ostler.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** libvirtd, systemd and the programs that look at them on the lab's Linux hosts. */
class LibvirtdTest {
    private static final String CONFIGURED = "listen_tls = 0\nlisten_tcp = 1\nauth_tcp = \"none\"\n";

    private final ServiceHost debian = LinuxPart.build("kvm1", LinuxFlavor.DEBIAN_12, new LabClock(1000));

    @BeforeEach
    void boot() throws InterruptedException {
        debian.systemd().boot();
    }

    private void configure() {
        debian.files().write(Libvirtd.CONFIGURATION, CONFIGURED);
        debian.files().write("/etc/default/libvirtd", "LIBVIRTD_ARGS=\"--listen\"\n");
    }

    private String[] systemctl(String verb) {
        return new String[] {
            "systemctl",
            verb,
            "libvirtd.socket",
            "libvirtd-ro.socket",
            "libvirtd-admin.socket",
            "libvirtd-tls.socket",
            "libvirtd-tcp.socket"
        };
    }

    @Test
    void refusesToListenWhileASocketIsActive() throws Exception {
        configure();
        Called restart = Called.on(debian, "systemctl", "restart", "libvirtd");
        assertEquals(1, restart.exit());
        assertTrue(restart.err().startsWith("Job for libvirtd.service failed because the control process exited"));
        assertEquals(
                "failed\n",
                Called.on(debian, "systemctl", "is-active", "libvirtd").out());
        assertTrue(
                Called.on(debian, "journalctl", "-u", "libvirtd")
                        .out()
                        .contains(
                                "--listen parameter not permitted with systemd activation sockets, see 'man libvirtd' for further guidance"));
    }

    @Test
    void stillRefusesWhenTheSocketsAreMaskedButNotStopped() throws Exception {
        configure();
        assertEquals(0, Called.on(debian, systemctl("mask")).exit());
        assertEquals(1, Called.on(debian, "systemctl", "restart", "libvirtd").exit());
    }

    @Test
    void listensOnceTheSocketsAreStoppedAndMasked() throws Exception {
        assertEquals(
                "",
                Called.on(debian, "ss", "-Hltn", "sport = :16509 or sport = :16514")
                        .out());
        configure();
        assertEquals(0, Called.on(debian, systemctl("stop")).exit());
        Called mask = Called.on(debian, systemctl("mask"));
        assertTrue(mask.err().startsWith("Created symlink /etc/systemd/system/libvirtd.socket → /dev/null.\n"));
        assertEquals(0, Called.on(debian, "systemctl", "restart", "libvirtd").exit());
        assertEquals(
                "active\n",
                Called.on(debian, "systemctl", "is-active", "libvirtd").out());
        assertTrue(Called.on(debian, "ss", "-ltn").out().contains(" 0.0.0.0:16509 "));
        Called show = Called.on(
                debian,
                "systemctl",
                "show",
                "libvirtd.socket",
                "libvirtd-tcp.socket",
                "-p",
                "Id",
                "-p",
                "LoadState",
                "-p",
                "ActiveState",
                "-p",
                "UnitFileState");
        assertEquals("""
                Id=libvirtd.socket
                LoadState=masked
                ActiveState=inactive
                UnitFileState=masked

                Id=libvirtd-tcp.socket
                LoadState=masked
                ActiveState=inactive
                UnitFileState=masked
                """, show.out());
    }

    @Test
    void knowsWhichFilesAreNewerThanTheRunningDaemon() throws Exception {
        String[] find = {
            "find",
            "/etc/libvirt/libvirtd.conf",
            "/etc/default/libvirtd",
            "/etc/default/libvirt-bin",
            "-maxdepth",
            "0",
            "-newer",
            "/var/run/libvirtd.pid"
        };
        Called before = Called.on(debian, find);
        assertEquals("", before.out());
        assertEquals(1, before.exit());
        assertTrue(before.err().contains("/etc/default/libvirt-bin’: No such file or directory"));
        debian.files().write("/etc/default/libvirtd", "LIBVIRTD_ARGS=\"--timeout 60\"\n");
        assertEquals("/etc/default/libvirtd\n", Called.on(debian, find).out());
        Called.on(debian, "systemctl", "restart", "libvirtd");
        assertEquals("", Called.on(debian, find).out());
        Called.on(debian, "systemctl", "stop", "libvirtd");
        assertTrue(Called.on(debian, find).err().startsWith("find: ‘/var/run/libvirtd.pid’"));
    }

    @Test
    void warnsThatASocketBringsAStoppedServiceBack() throws Exception {
        Called stop = Called.on(debian, "systemctl", "stop", "libvirtd");
        assertEquals(0, stop.exit());
        assertTrue(stop.err().startsWith("Warning: Stopping libvirtd.service, but it can still be activated by:\n"));
        assertEquals(3, Called.on(debian, "systemctl", "is-active", "libvirtd").exit());
    }

    @Test
    void saysWhichLineOfTheConfigurationIsWrong() throws Exception {
        debian.files().write(Libvirtd.CONFIGURATION, "listen_tls = 0\nnonsense\n");
        assertEquals(1, Called.on(debian, "systemctl", "restart", "libvirtd").exit());
        assertTrue(
                debian.systemd().journal("libvirtd").toString().contains("libvirtd.conf:2: expecting an assignment"));
    }

    @ParameterizedTest
    @EnumSource(LinuxFlavor.class)
    void listensNowhereAtFirst(LinuxFlavor flavor) throws Exception {
        ServiceHost host = LinuxPart.build("host", flavor, new LabClock(1000));
        host.systemd().boot();
        assertTrue(host.systemd().unit(flavor.service()).orElseThrow().isActive());
        assertFalse(Called.on(host, "ss", "-ltn").out().contains("16509"));
        assertTrue(Called.on(host, "libvirtd", "--version").out().contains("(libvirt) " + flavor.libvirt()));
    }

    @Test
    void printsAsOldServicesDo() throws Exception {
        ServiceHost old = LinuxPart.build("old", LinuxFlavor.EL_6, new LabClock(1000));
        old.systemd().boot();
        old.files().write(Libvirtd.CONFIGURATION, CONFIGURED);
        old.files().write("/etc/sysconfig/libvirtd", "LIBVIRTD_ARGS=\"--listen\"\n");
        assertEquals("""
                Stopping libvirtd daemon:                                  [  OK  ]
                Starting libvirtd daemon:                                  [  OK  ]
                """, Called.on(old, "service", "libvirtd", "restart").out());
        assertTrue(Called.on(old, "ss", "-ltn").out().contains(":16509"));
        assertTrue(Called.on(old, "service", "libvirtd", "status")
                .out()
                .matches("libvirtd \\(pid +\\d+\\) is running...\n"));
        assertEquals(1, Called.on(old, "service", "nonsense", "status").exit());
    }

    @Test
    void keepsItsUnitsInTheStateOfTheHost() throws Exception {
        configure();
        Called.on(debian, systemctl("stop"));
        Called.on(debian, systemctl("mask"));
        Called.on(debian, "systemctl", "restart", "libvirtd");
        ServiceHost later = LinuxPart.build("kvm1", LinuxFlavor.DEBIAN_12, new LabClock(1000));
        later.restore(debian.save());
        assertEquals(List.of(16509), later.systemd().unit("libvirtd").orElseThrow().ports);
        assertTrue(Called.on(later, "ss", "-ltn").out().contains(":16509"));
    }
}
