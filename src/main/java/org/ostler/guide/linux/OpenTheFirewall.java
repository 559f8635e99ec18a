package org.ostler.guide.linux;

import static org.ostler.procedure.Chapter.eachHost;
import static org.ostler.procedure.Step.step;

import java.util.List;
import java.util.Locale;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Check;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Template;
import org.ostler.procedure.Undo;

/** "Configuring the firewall". */
public final class OpenTheFirewall {
    private OpenTheFirewall() {}

    public static Chapter chapter(Settings settings) {
        return eachHost(
                "open-the-firewall",
                "Open the firewall",
                step("look-at-firewall", "Look at the firewall")
                        .why("Hypervisors talk to each other and to the management server: 22 (SSH), 1798, 16509"
                                + " (libvirt), 5900 to 6100 (VNC), 49152 to 49216 (live migration). Which program keeps"
                                + " the rules depends on the distribution. ufw is not enabled by default, adding rules"
                                + " does not enable it, and this guide never does: enabling it without a rule for SSH"
                                + " would lock everybody out.")
                        .covers("KVM-47", "KVM-51", "LXC-14")
                        .looksAt(Firewall.FACTS)
                        .requires(new Check(
                                "firewall",
                                "the host's firewall is one that this guide can open",
                                "Choose the host's firewall in the settings.",
                                situation -> Firewall.remark(situation, settings)
                                        .map(Check.Finding::warn)
                                        .orElseGet(() -> Check.Finding.pass(Firewall.kind(situation, settings)
                                                .name()
                                                .toLowerCase(Locale.ROOT)))))
                        .records(Firewall.OPEN_BEFORE, situation -> Firewall.openPorts(situation, settings))
                        .changesNothing(),
                step("open-ports", "Let the ports in")
                        .why("Only rules that are missing are added: five for iptables or ufw, each now and for later"
                                + " for firewalld.")
                        .covers("KVM-47", "KVM-48", "KVM-50", "LXC-14")
                        .looksAt(Firewall.FACTS)
                        .neededWhen("a port is not let in", situation -> !Firewall.missing(situation, settings)
                                .isEmpty())
                        .does(situation -> Firewall.open(situation, settings))
                        .verifiedBy("all ports are let in", situation -> Firewall.missing(situation, settings)
                                .isEmpty())
                        .undoneBy(new Undo.By(
                                "The rules that this step added are removed; those of before stay.",
                                List.of(
                                        new Template(
                                                "iptables -D INPUT -p tcp -m tcp --dport <port> -j ACCEPT",
                                                "ports that were closed before"),
                                        new Template(
                                                "ufw delete allow proto tcp from any to any port <port>",
                                                "ports that were closed before"),
                                        new Template(
                                                "firewall-cmd --remove-port=<port>", "ports that were closed before"),
                                        new Template(
                                                "firewall-cmd --permanent --remove-port=<port>",
                                                "ports that were closed before")),
                                situation -> Firewall.close(situation, settings))),
                step("keep-iptables", "Keep the rules over a reboot")
                        .why("The iptables service reads /etc/sysconfig/iptables at boot. The rules are merged into the"
                                + " file; the counters of a dump would make it another one each time.")
                        .covers("KVM-49", "LXC-14")
                        .looksAt(Firewall.FACTS)
                        .neededWhen("the rules are not in /etc/sysconfig/iptables", situation -> !Firewall.keepIptables(
                                        situation, settings)
                                .isEmpty())
                        .does(situation -> Firewall.keepIptables(situation, settings))
                        .verifiedBy("the rules are in /etc/sysconfig/iptables", situation -> Firewall.keepIptables(
                                        situation, settings)
                                .isEmpty())
                        .undoneBy(new Undo.RestoreFiles()),
                step("forward-guests-traffic", "Let guests' traffic be forwarded")
                        .why("ufw of newer distributions drops forwarded packets, and with them what guests send over a"
                                + " bridge. The file counts from the next start of ufw on.")
                        .covers("KVM-50", "LXC-14")
                        .looksAt(Firewall.FACTS)
                        .neededWhen("ufw drops forwarded packets", situation -> !Firewall.forward(situation, settings)
                                .isEmpty())
                        .does(situation -> Firewall.forward(situation, settings))
                        .verifiedBy(
                                "ufw lets forwarded packets through", situation -> Firewall.forward(situation, settings)
                                        .isEmpty())
                        .undoneBy(new Undo.RestoreFiles()));
    }
}
