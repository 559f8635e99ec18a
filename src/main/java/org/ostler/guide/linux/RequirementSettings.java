package org.ostler.guide.linux;

import java.util.List;
import org.ostler.procedure.Setting;

/** What a person chooses about the requirements of a Linux hypervisor. */
public final class RequirementSettings {
    static final String STOP = "stop";
    static final String WARN = "warn";

    static final Setting INTERNET = Setting.of(
                    "internet-target", Setting.Type.ADDRESS, "Place in the internet to ping", "www.cloudstack.org")
            .from("KVM-17")
            .optional();

    /** The manual wants hosts of a cluster alike; teams that give guests a CPU model of their own may know better. */
    static final Setting UNLIKE = Setting.choice(
                    "unlike-hosts", "Hosts of a cluster that are not alike", STOP, STOP, WARN)
            .from("KVM-07");

    static final Setting RELATED = Setting.text("related-services", "Further services that belong on the host", "")
            .from("KVM-14")
            .optional();

    public static final List<Setting> ALL = List.of(INTERNET, UNLIKE, RELATED);

    private RequirementSettings() {}
}
