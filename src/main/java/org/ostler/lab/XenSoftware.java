package org.ostler.lab;

import java.util.Map;
import java.util.TreeMap;

/** What is installed, as xapi's software-version says it. */
final class XenSoftware {
    private XenSoftware() {}

    static Map<String, String> of(XenVersion version) {
        Map<String, String> software = new TreeMap<>();
        software.put("product_version", version.product());
        software.put("product_brand", "XenServer");
        software.put("build_number", version.build());
        software.put("hostname", "localhost");
        software.put(
                "date",
                version == XenVersion.V6_2_0
                        ? "2013-06-21"
                        : version == XenVersion.V6_0_2 ? "2012-02-14" : "2011-03-08");
        software.put("xapi", version.xapi());
        software.put("xen", version.xen());
        software.put("linux", version.linux());
        software.put("package-linux", "installed");
        software.put("xs:linux", "XenServer Linux Pack, version=" + version.product() + ", build=" + version.build());
        software.put("dbv", "2010.0521");
        software.put("network_backend", "bridge");
        if (!version.isOlderThan(XenVersion.V6_0_2)) {
            software.put("product_version_text", version.text());
            software.put("product_version_text_short", version.text());
            software.put("platform_name", "XCP");
            software.put("platform_version", version.platform());
        }
        return software;
    }
}
