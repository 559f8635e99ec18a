package org.ostler.guide.linux;

import java.util.List;
import org.ostler.procedure.Setting;

/** What a person chooses about the agent's file. */
public final class AgentSettings {
    static final String AS_IT_IS = "unchanged";

    static final Setting CPU_MODE = Setting.choice(
                    "cpu-mode",
                    "CPU of guests",
                    AS_IT_IS,
                    AS_IT_IS,
                    CpuMode.CUSTOM,
                    CpuMode.HOST_MODEL,
                    CpuMode.HOST_PASSTHROUGH)
            .from("KVM-21");

    static final Setting CPU_MODEL = Setting.text("cpu-model", "CPU model of guests (custom only)", "")
            .from("KVM-21")
            .optional();

    static final Setting DIRECT_NETWORKING = Setting.flag(
                    "direct-networking", "Containers sit on a network card directly", false)
            .from("LXC-08");

    static final Setting DIRECT_DEVICE = Setting.text("direct-device", "Network card of direct networking", "eth0")
            .from("LXC-08");

    static final Setting DIRECT_MODE = Setting.choice(
                    "direct-mode", "Mode of direct networking", "private", "private", "bridge", "vepa")
            .from("LXC-08");

    public static final List<Setting> OF_KVM = List.of(CPU_MODE, CPU_MODEL);

    public static final List<Setting> OF_LXC = List.of(DIRECT_NETWORKING, DIRECT_DEVICE, DIRECT_MODE);

    /** Values of {@code guest.cpu.mode}. */
    static final class CpuMode {
        static final String CUSTOM = "custom";
        static final String HOST_MODEL = "host-model";
        static final String HOST_PASSTHROUGH = "host-passthrough";

        private CpuMode() {}
    }

    private AgentSettings() {}
}
