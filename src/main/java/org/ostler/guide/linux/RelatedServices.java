package org.ostler.guide.linux;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ostler.facts.ServiceFacts;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;

/** KVM-14: what runs on a host besides the system itself, CloudStack, and what these two need. */
final class RelatedServices {
    private static final int SHOWN = 15;

    /** Of the distributions' own minimal installations, by the names of units and of programs. */
    private static final List<String> SYSTEM = List.of(
            "systemd.*",
            "init",
            "upstart-.*",
            "dbus.*",
            "udevd",
            "polkit.*",
            "accounts-daemon",
            "rtkit-daemon",
            "rsyslog.*",
            "syslog.*",
            "klogd",
            "auditd",
            "audispd",
            "cron.?",
            "crond",
            "anacron",
            "atd",
            "acpid",
            "getty.*",
            "serial-getty.*",
            "agetty",
            "mingetty",
            "console-kit-dae",
            "login",
            "user@.*",
            "user-runtime.*",
            "ssh.*",
            "\\(sd-pam\\)",
            "sftp-server",
            "sudo",
            "su",
            "bash",
            "sh",
            "dash",
            "ps",
            "irqbalance",
            "tuned",
            "haveged",
            "rng.*",
            "mcelog",
            "rasdaemon",
            "smartd",
            "smartmontools",
            "lm.?sensors",
            "edac",
            "abrt.*",
            "unattended-upgr.*",
            "packagekit",
            "apt-daily.*",
            "dnf-.*",
            "snapd.*",
            "udisks.*",
            "fwupd.*",
            "upower",
            "cloud-init.*",
            "cloud-config",
            "cloud-final",
            "qemu-guest-.*",
            "qemu-ga",
            "open-vm-tools",
            "vmtoolsd",
            "plymouth.*",
            "whoopsie",
            "master",
            "qmgr",
            "pickup",
            "postfix.*",
            "sendmail.*",
            "exim4?",
            "modemmanager",
            "ModemManager",
            "wpa_supplicant",
            "multipathd",
            "bluetooth",
            "node_exporter",
            "zabbix-agent.*",
            "rhsmcertd",
            "rhnsd",
            "insights-client",
            "oddjobd",
            "sssd.*",
            "certmonger",
            "nscd",
            "lvmetad",
            "dmeventd",
            "ostler.*");

    /** What hypervisors and their storage and networks need. */
    private static final List<String> CLOUDSTACK = List.of(
            "cloudstack.*",
            "java",
            "jsvc.*",
            "libvirt.*",
            "virt.*",
            "qemu-kvm",
            "qemu-system.*",
            "kvm",
            "dnsmasq",
            "ksm.*",
            "ovs.*",
            "openvswitch.*",
            "NetworkManager.*",
            "networkd-dispat.*",
            "network.*",
            "networking",
            "dhclient.*",
            "dhcpcd",
            "lldpd?.*",
            "teamd",
            "firewalld",
            "ufw",
            "iptables.*",
            "nftables",
            "ebtables",
            "apparmor",
            "chrony.*",
            "ntp.*",
            "openntpd",
            "timesyncd",
            "rpc.*",
            "nfs.*",
            "blkmapd",
            "gssproxy",
            "gssd",
            "idmapd",
            "iscsi.*",
            "lvm2.*",
            "o2.*",
            "ocfs2",
            "corosync",
            "pacemaker.*",
            "dlm.*",
            "sanlock.*",
            "wdmd",
            "ceph.*",
            "rbdmap",
            "glusterfs.*",
            "collectd",
            "watchdog.*",
            "ipmi.*",
            "swtpm.*",
            "kdump.*",
            "haproxy");

    private static final Pattern KNOWN =
            Pattern.compile(Stream.concat(SYSTEM.stream(), CLOUDSTACK.stream()).collect(Collectors.joining("|")));

    private RelatedServices() {}

    static Check check(Settings settings) {
        return Check.advice(
                "unrelated-services",
                "nothing unrelated to CloudStack runs on the host",
                "Move these services to another machine and disable them here; name those that belong here in the"
                        + " setting “Further services that belong on the host”.",
                situation -> {
                    Set<String> running = new TreeSet<>(running(situation));
                    Set<String> more = Set.copyOf(settings.list(RequirementSettings.RELATED));
                    running.removeIf(name -> KNOWN.matcher(name).matches() || more.contains(name));
                    String names = running.stream().limit(SHOWN).collect(Collectors.joining(", "));
                    return running.isEmpty()
                            ? Finding.pass("nothing unrelated runs")
                            : Finding.warn("not known to belong here: " + names
                                    + (running.size() > SHOWN ? " … (" + running.size() + ")" : ""));
                });
    }

    /** Units where there is systemd, else programs. */
    private static Set<String> running(Situation situation) {
        return situation.known(ServiceFacts.UNITS).orElseGet(() -> situation.fact(ServiceFacts.PROGRAMS));
    }
}
