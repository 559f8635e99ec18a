package org.ostler.guide.linux;

import java.util.List;
import org.ostler.procedure.Setting;

/** What a person chooses about adding a host to CloudStack. */
public final class AddHostSettings {
    static final Setting CREDENTIAL = Setting.of(
                    "host-credential",
                    Setting.Type.CREDENTIAL,
                    "Credential with which CloudStack logs in (empty: the host's own)",
                    "")
            .from("KVM-52")
            .optional();

    public static final List<Setting> ALL = List.of(CREDENTIAL);

    private AddHostSettings() {}
}
