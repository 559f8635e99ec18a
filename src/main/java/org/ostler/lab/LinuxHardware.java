package org.ostler.lab;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The machine under a simulated Linux host: eight processors, 16 GiB, two cards, KVM; and the programs that tell it. */
final class LinuxHardware {
    private static final int PROCESSORS = 8;
    private static final String MODEL = "Intel(R) Xeon(R) CPU E5-2650 v2 @ 2.60GHz";
    private static final String FLAGS =
            "fpu vme de pse tsc msr pae cx8 apic sse sse2 ht lm vmx ssse3 sse4_1 sse4_2 aes avx";

    private final ServiceHost host;
    private final LinuxFlavor flavor;

    private LinuxHardware(ServiceHost host, LinuxFlavor flavor) {
        this.host = host;
        this.flavor = flavor;
    }

    static void installOn(ServiceHost host, LinuxFlavor flavor) {
        LinuxHardware hardware = new LinuxHardware(host, flavor);
        hardware.files();
        host.install("lscpu", hardware::lscpu);
        host.install("dmesg", hardware::kernelLog);
    }

    private void files() {
        StringBuilder processors = new StringBuilder();
        for (int number = 0; number < PROCESSORS; number++) {
            processors.append("""
                    processor\t: %d
                    vendor_id\t: GenuineIntel
                    cpu family\t: 6
                    model\t\t: 62
                    model name\t: %s
                    flags\t\t: %s

                    """.formatted(number, MODEL, FLAGS));
        }
        LabFileSystem files = host.files();
        files.write("/proc/cpuinfo", processors.toString());
        files.write("/proc/meminfo", "MemTotal:       16307228 kB\nMemFree:         9813420 kB\n");
        files.write("/proc/modules", """
                kvm_intel 380928 0 - Live 0xffffffffc0b2a000
                kvm 1146880 1 kvm_intel, Live 0xffffffffc0a0e000
                bridge 311296 0 - Live 0xffffffffc0915000
                """);
        files.write(
                "/proc/cgroups",
                "#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpuset\t1\t4\t1\ncpu\t2\t4\t1\nmemory\t3\t4\t1\n");
        files.write("/dev/kvm", "");
        int slot = 3;
        for (String card : List.of("eth0", "eth1")) {
            String device = String.format(Locale.ROOT, "../../devices/pci0000:00/0000:00:%02d.0/net/%s", slot++, card);
            files.link("/sys/class/net/" + card, device);
        }
        for (String made : List.of("lo", "virbr0")) {
            files.link("/sys/class/net/" + made, "../../devices/virtual/net/" + made);
        }
    }

    private int kernelLog(Invocation call) throws IOException {
        String time = flavor.isOld() ? "" : "[    0.000000] ";
        call.println(time + "Linux version " + flavor.kernel());
        call.println(time + "eth0: link becomes ready");
        return 0;
    }

    /** {@code -J} came with util-linux 2.27; older ones know neither the flags nor the model's name. */
    private int lscpu(Invocation call) throws IOException {
        if (call.has('J') && flavor.isOld()) {
            call.complain("lscpu: invalid option -- 'J'");
            call.complain("Try `lscpu --help' for more information.");
            return 1;
        }
        Map<String, String> fields = fields();
        call.print(
                call.has('J')
                        ? fields.entrySet().stream()
                                .map(field -> "      {\n         \"field\": \"" + field.getKey()
                                        + ":\",\n         \"data\": \"" + field.getValue() + "\"\n      }")
                                .collect(Collectors.joining(",", "{\n   \"lscpu\": [\n", "\n   ]\n}\n"))
                        : fields.entrySet().stream()
                                .map(field ->
                                        String.format(Locale.ROOT, "%-23s%s%n", field.getKey() + ":", field.getValue()))
                                .collect(Collectors.joining()));
        return 0;
    }

    private Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Architecture", "x86_64");
        fields.put("CPU op-mode(s)", "32-bit, 64-bit");
        fields.put("Byte Order", "Little Endian");
        fields.put("CPU(s)", Integer.toString(PROCESSORS));
        fields.put("On-line CPU(s) list", "0-7");
        fields.put("Thread(s) per core", "2");
        fields.put("Core(s) per socket", "4");
        fields.put(flavor.isOld() ? "CPU socket(s)" : "Socket(s)", "1");
        fields.put("Vendor ID", "GenuineIntel");
        if (!flavor.isOld()) {
            fields.put("Model name", MODEL);
            fields.put("Flags", FLAGS);
        }
        fields.put("Virtualization", "VT-x");
        return fields;
    }
}
