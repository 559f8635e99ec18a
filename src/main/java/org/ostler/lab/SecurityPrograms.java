package org.ostler.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** SELinux on a simulated Red Hat system, AppArmor on a simulated Debian or Ubuntu; their state is what the kernel shows. */
final class SecurityPrograms {
    private static final String ENFORCE = "/sys/fs/selinux/enforce";
    private static final String PROFILES = "/sys/kernel/security/apparmor/profiles";

    /** File → name of the profile in it. */
    private static final Map<String, String> NAMES =
            Map.of("usr.sbin.libvirtd", "libvirtd", "usr.lib.libvirt.virt-aa-helper", "virt-aa-helper");

    private SecurityPrograms() {}

    static void installOn(ServiceHost host, boolean redHat) {
        if (redHat) {
            host.files().write("/etc/selinux/config", """
                    # This file controls the state of SELinux on the system.
                    # SELINUX= can take one of these three values:
                    #     enforcing - SELinux security policy is enforced.
                    #     permissive - SELinux prints warnings instead of enforcing.
                    #     disabled - No SELinux policy is loaded.
                    SELINUX=enforcing
                    # SELINUXTYPE= can take one of these three values: targeted, minimum, mls
                    SELINUXTYPE=targeted
                    """);
            host.files().write(ENFORCE, "1");
            host.install("getenforce", SecurityPrograms::getEnforce);
            host.install("setenforce", SecurityPrograms::setEnforce);
            return;
        }
        NAMES.forEach((file, name) -> host.files()
                .write("/etc/apparmor.d/" + file, "profile " + name + " flags=(attach_disconnected) {\n}\n"));
        host.files().makeDirectory("/etc/apparmor.d/disable");
        host.files().write(PROFILES, "libvirtd (enforce)\nlsb_release (enforce)\nvirt-aa-helper (enforce)\n");
        host.install("aa-status", SecurityPrograms::status);
        host.install("apparmor_parser", SecurityPrograms::parser);
        host.install("readlink", SecurityPrograms::readLink);
    }

    private static int readLink(Invocation call) throws IOException {
        Optional<String> link = call.operands().stream()
                .findFirst()
                .flatMap(name -> call.host().files().entry(call.path(name)))
                .map(LabFileSystem.Entry::link)
                .filter(target -> !target.isEmpty());
        if (link.isPresent()) {
            call.println(link.get());
        }
        return link.isPresent() ? 0 : 1;
    }

    private static int getEnforce(Invocation call) throws IOException {
        call.println(call.host().files().text(ENFORCE).orElse("0").strip().equals("1") ? "Enforcing" : "Permissive");
        return 0;
    }

    private static int setEnforce(Invocation call) throws IOException {
        String word = call.operands().isEmpty() ? "" : call.operands().get(0);
        if (!word.matches("(?i)enforcing|permissive|1|0")) {
            call.complain("usage:  setenforce [ Enforcing | Permissive | 1 | 0 ]");
            return 1;
        }
        call.host().files().write(ENFORCE, word.matches("(?i)enforcing|1") ? "1" : "0");
        call.host().centre().changed();
        return 0;
    }

    private static List<String> loaded(Invocation call) {
        return new ArrayList<>(
                call.host().files().text(PROFILES).orElse("").lines().toList());
    }

    private static int status(Invocation call) throws IOException {
        List<String> profiles = loaded(call);
        call.println("apparmor module is loaded.");
        call.println(profiles.size() + " profiles are loaded.");
        call.println(profiles.size() + " profiles are in enforce mode.");
        for (String profile : profiles) {
            call.println("   " + profile.replace(" (enforce)", ""));
        }
        call.println("0 profiles are in complain mode.");
        call.println("1 processes have profiles defined.");
        call.println("1 processes are in enforce mode.");
        call.println("   /usr/sbin/libvirtd (2217) libvirtd");
        call.println("0 processes are in complain mode.");
        return profiles.isEmpty() ? 2 : 0;
    }

    private static int parser(Invocation call) throws IOException {
        List<String> profiles = loaded(call);
        for (String path : call.operands()) {
            String name = NAMES.get(LabPaths.name(path));
            if (name == null || call.host().files().read(path).isEmpty()) {
                call.complain("File " + path + " not found, skipping...");
                return 1;
            }
            String line = name + " (enforce)";
            if (call.has('R') && !profiles.remove(line)) {
                call.complain("apparmor_parser: Unable to remove \"" + name + "\".  Profile doesn't exist");
                return 254;
            }
            if (!call.has('R') && !profiles.contains(line)) {
                profiles.add(line);
            }
        }
        profiles.sort(null);
        call.host().files().write(PROFILES, profiles.isEmpty() ? "" : String.join("\n", profiles) + "\n");
        call.host().centre().changed();
        return 0;
    }
}
