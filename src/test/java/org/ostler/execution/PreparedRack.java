package org.ostler.execution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.ostler.LinuxRack;
import org.ostler.bench.OtherTool;
import org.ostler.bench.Workplace;

/** Hosts that are prepared for KVM, by one tool or the other: whether they are, and the other tool's own files. */
final class PreparedRack {
    /** Each of these files must say this afterwards, whoever wrote it. */
    private static final Map<String, String> LINES = Map.of(
            "/etc/chrony/chrony.conf", "server ntp2.example.org iburst",
            "/etc/libvirt/libvirtd.conf", "auth_tcp = \"none\"",
            "/etc/default/libvirtd", "LIBVIRTD_ARGS=\"--listen\"",
            "/etc/libvirt/qemu.conf", "vnc_listen = \"0.0.0.0\"",
            "/etc/cloudstack/agent/agent.properties", "guest.cpu.mode=host-model",
            "/etc/selinux/config", "SELINUX=permissive",
            "/etc/default/ufw", "DEFAULT_FORWARD_POLICY=\"ACCEPT\"",
            "/var/lib/units/selinux", "Permissive");

    /** Commands that change something, as the hosts themselves count them. */
    private static final int COMMANDS = 8;

    private PreparedRack() {}

    /** @throws AssertionError when one of them is not as it shall be, or something was done twice */
    static void check(LinuxRack rack) {
        for (int number = 1; number <= rack.size(); number++) {
            for (Map.Entry<String, String> line : LINES.entrySet()) {
                String text = rack.read(number, line.getKey());
                if (!text.lines().toList().contains(line.getValue())) {
                    throw new AssertionError(LinuxRack.name(number) + " has another " + line.getKey() + ":\n" + text);
                }
            }
            List<String> calls =
                    rack.read(number, "/var/lib/units/calls").lines().toList();
            if (calls.size() != COMMANDS) {
                throw new AssertionError(LinuxRack.name(number) + " did " + calls);
            }
        }
    }

    /** The same work as a play, for all hosts at once as far as the tool can. */
    static OtherTool.Result play(Workplace place, LinuxRack rack) throws IOException, InterruptedException {
        StringBuilder inventory = new StringBuilder();
        for (int number = 1; number <= rack.size(); number++) {
            inventory
                    .append(LinuxRack.name(number))
                    .append(" ansible_host=")
                    .append(LinuxRack.address(number))
                    .append('\n');
        }
        inventory
                .append("[all:vars]\nansible_user=root\nansible_python_interpreter=/usr/bin/python3\nansible_port=")
                .append(rack.port())
                .append("\nansible_ssh_private_key_file=")
                .append(rack.key())
                .append('\n');
        Path directory = place.directory();
        Files.writeString(directory.resolve("inventory"), inventory);
        Files.writeString(directory.resolve("ansible.cfg"), """
                [defaults]
                forks = 50
                host_key_checking = False
                local_tmp = %1$s/ansible
                [ssh_connection]
                pipelining = True
                control_path_dir = %1$s/cp
                ssh_args = -o ControlMaster=auto -o ControlPersist=60s -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR
                """.formatted(directory));
        Path play = Path.of("src/test/resources/bench/prepare.yml").toAbsolutePath();
        OtherTool ansible = new OtherTool(
                place, Map.of("ANSIBLE_CONFIG", directory.resolve("ansible.cfg").toString(), "LC_ALL", "C.UTF-8"));
        OtherTool.Result result = ansible.run(List.of("ansible-playbook", "-i", "inventory", play.toString()));
        if (result.exit() != 0) {
            String said = result.output();
            throw new IOException("ansible-playbook failed: " + said.substring(Math.max(0, said.length() - 5_000)));
        }
        return result;
    }
}
