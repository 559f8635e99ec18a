package org.ostler.guide.linux;

import static org.ostler.procedure.Chapter.eachHost;
import static org.ostler.procedure.Step.step;

import java.util.List;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Check;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Template;
import org.ostler.procedure.Undo;

/** "Configure the security policies". */
public final class ConfigureTheSecurityPolicies {
    private static final String LOADED_BEFORE = "apparmor-profiles-before";

    private ConfigureTheSecurityPolicies() {}

    public static Chapter chapter(Settings settings) {
        return eachHost(
                "configure-the-security-policies",
                "Configure the security policies",
                step("look-at-selinux", "Look at SELinux")
                        .why("SELinux keeps the agent from what it needs. Where it is not installed, its steps are not"
                                + " needed.")
                        .covers("KVM-26", "LXC-12")
                        .looksAt(SecurityPolicies.SELINUX_FACTS)
                        .requires(new Check(
                                "selinux",
                                "it is known whether SELinux is installed",
                                "",
                                situation -> Check.Finding.pass("SELinux: " + SecurityPolicies.seLinux(situation))))
                        .changesNothing(),
                step("write-selinux-config", "Keep SELinux permissive over a reboot")
                        .why("Only the line SELINUX=enforcing changes. A system on which SELinux is off stays as it"
                                + " is.")
                        .covers("KVM-27", "LXC-12")
                        .looksAt(SecurityPolicies.SELINUX_FACTS)
                        .neededWhen(
                                "SELinux is enforcing after a reboot",
                                situation -> !SecurityPolicies.writePermissive(situation)
                                        .isEmpty())
                        .does(SecurityPolicies::writePermissive)
                        .verifiedBy(
                                "SELinux is not enforcing after a reboot",
                                situation -> SecurityPolicies.writePermissive(situation)
                                        .isEmpty())
                        .undoneBy(new Undo.RestoreFiles()),
                step("set-selinux-permissive", "Make SELinux permissive now")
                        .why("Without a reboot.")
                        .covers("KVM-28", "LXC-12")
                        .looksAt(SecurityPolicies.SELINUX_FACTS)
                        .neededWhen("SELinux is enforcing", SecurityPolicies::isEnforcing)
                        .does(situation -> SecurityPolicies.setEnforce("permissive"))
                        .verifiedBy("SELinux is not enforcing", situation -> !SecurityPolicies.isEnforcing(situation))
                        .undoneBy(new Undo.By(
                                "SELinux is enforcing again.",
                                List.of(new Template("setenforce enforcing", "exactly this")),
                                situation -> SecurityPolicies.seLinux(situation).equals("Permissive")
                                        ? SecurityPolicies.setEnforce("enforcing")
                                        : List.of())),
                step("look-at-apparmor", "Look at AppArmor")
                        .why(
                                "AppArmor's profile of libvirt keeps it from the agent's scripts. Where it is not installed,"
                                        + " its steps are not needed.")
                        .covers("KVM-29", "LXC-12")
                        .looksAt(SecurityPolicies.APPARMOR_FACTS)
                        .requires(new Check(
                                "apparmor",
                                "it is known whether AppArmor is installed",
                                "",
                                situation -> Check.Finding.pass("AppArmor: " + SecurityPolicies.appArmor(situation))))
                        .records(LOADED_BEFORE, SecurityPolicies::loadedProfiles)
                        .changesNothing(),
                step("disable-apparmor-profiles", "Keep libvirt's AppArmor profiles off over a reboot")
                        .why("Links in /etc/apparmor.d/disable for libvirtd and virt-aa-helper; a link that is there is"
                                + " left alone.")
                        .covers("KVM-30", "LXC-12")
                        .looksAt(SecurityPolicies.APPARMOR_FACTS)
                        .neededWhen("a profile of libvirt is not disabled", situation -> !SecurityPolicies.disable(
                                        situation)
                                .isEmpty())
                        .does(SecurityPolicies::disable)
                        .verifiedBy("libvirt's profiles are disabled", situation -> SecurityPolicies.disable(situation)
                                .isEmpty())
                        .undoneBy(new Undo.RestoreFiles()),
                step("unload-apparmor-profiles", "Unload libvirt's AppArmor profiles now")
                        .why("Only those that are loaded: apparmor_parser fails for others.")
                        .covers("KVM-30", "LXC-12")
                        .looksAt(SecurityPolicies.APPARMOR_FACTS)
                        .neededWhen("a profile of libvirt is loaded", situation -> !SecurityPolicies.unload(situation)
                                .isEmpty())
                        .does(SecurityPolicies::unload)
                        .verifiedBy("no profile of libvirt is loaded", situation -> SecurityPolicies.unload(situation)
                                .isEmpty())
                        .undoneBy(new Undo.By(
                                "The profiles that were loaded before are loaded again.",
                                List.of(new Template("apparmor_parser -r <profile>", "profiles loaded before")),
                                situation -> SecurityPolicies.load(situation, LOADED_BEFORE))));
    }
}
