package org.ostler.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The files of a freshly installed XenServer host, and those that CloudStack once put there. */
final class XenFiles {
    static final String SCRIPTS = "/opt/xensource/bin/";
    static final String DRIVER = "/opt/xensource/sm/NFSSR.py";

    private XenFiles() {}

    /** Replaces everything: an installation formats the root partition, and keeps only what names the host. */
    static void install(XenHost host, String uuid) {
        XenVersion version = host.version();
        LabFileSystem files = host.files();
        files.removeAll();
        host.bootId(host.bootId());
        files.write("/etc/xensource-inventory", """
                PRIMARY_DISK='/dev/disk/by-id/scsi-36001ec90f2a1'
                PRODUCT_VERSION='%s'
                DOM0_MEM='752'
                CONTROL_DOMAIN_UUID='%s'
                MANAGEMENT_INTERFACE='xenbr0'
                PRODUCT_NAME='xenenterprise'
                PRODUCT_BRAND='XenServer'
                INSTALLATION_UUID='%s'
                BUILD_NUMBER='%s'
                """.formatted(
                        version.product(), controlDomain(uuid), uuid, version.build()));
        files.write(
                "/etc/redhat-release",
                "XenServer release " + version.product() + "-" + version.build() + " (xenenterprise)\n");
        files.write("/etc/issue", "Citrix XenServer Host " + version.product() + "-" + version.build() + "\n");
        files.write("/etc/hosts", "127.0.0.1       localhost localhost.localdomain\n");
        files.write("/etc/sysctl.conf", "net.ipv4.ip_forward = 0\n");
        files.write("/etc/xensource/network.conf", "bridge\n");
        files.script(SCRIPTS + "list_domains", "#!/bin/bash\n");
        files.script(SCRIPTS + "xe", "#!/bin/bash\n");
        files.script(
                DRIVER,
                resource("NFSSR.py")
                        .replace("as the vendor ships it", "as the vendor ships it with " + version.product()));
        for (String directory :
                List.of("/root", "/tmp", "/var/log", "/etc/cron.hourly", "/etc/modprobe.d", "/opt/xensource/sm")) {
            files.makeDirectory(directory);
        }
    }

    /** What the CloudStack release before has left on its hosts. */
    static void addCloudStackScripts(XenHost host) {
        for (String name : XenScripts.NAMES) {
            host.files().script(SCRIPTS + name, resource(name));
        }
    }

    private static String controlDomain(String uuid) {
        return new StringBuilder(uuid.substring(0, 8)).reverse() + uuid.substring(8);
    }

    private static String resource(String name) {
        try (InputStream in = XenFiles.class.getResourceAsStream("xen/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the lab's jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
