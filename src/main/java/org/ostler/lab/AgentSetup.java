package org.ostler.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a management server does to a host that is added: it logs in, and {@code cloudstack-setup-agent} writes the files
 * of libvirt and of the agent as its {@code configFileOps} does: a line that assigns the key becomes an empty line and
 * {@code key=value}, a key that is not assigned is appended. It says of each part whether it failed, and ends with 0.
 */
final class AgentSetup {
    static final String PACKAGE = "cloudstack-agent";
    private static final String PROPERTIES = "/etc/cloudstack/agent/agent.properties";
    private static final String LOG = "/var/log/cloudstack/agent/setup.log";
    private static final String UNIT = "cloudstack-agent.service";

    /**
     * What tells when the agent started, as systemd and older service scripts leave it.
     *
     * @param connects what CloudStack makes of it
     */
    private record Running(ServiceHost host, Runnable connects) implements Systemd.Starting {
        @Override
        public Optional<String> start(SystemdUnit unit) {
            host.files().write(marker(), "2318\n");
            connects.run();
            return Optional.empty();
        }

        @Override
        public void stopped(SystemdUnit unit) {
            host.files().remove(marker());
        }

        private String marker() {
            return host.program("systemctl").isPresent()
                    ? "/run/systemd/units/invocation:" + UNIT
                    : "/var/run/cloudstack-agent.pid";
        }
    }

    /** The agent's first connection, from its start on. */
    private static final Duration UNTIL_CONNECTED = Duration.ofSeconds(12);

    private final DataCentre centre;

    AgentSetup(DataCentre centre) {
        this.centre = centre;
    }

    static void offer(ServiceHost host, LabPackages packages, String version) {
        SystemdUnit agent = SystemdUnit.of(UNIT, "CloudStack Agent", false);
        agent.absent = true;
        host.systemd().add(agent, new Running(host, () -> {}));
        packages.offer(new LabPackages.Offer(
                PACKAGE,
                version,
                there -> {
                    there.systemd().known(UNIT).ifPresent(unit -> unit.absent = false);
                    if (there.files().read(PROPERTIES).isEmpty()) {
                        there.files().write(PROPERTIES, LabStore.text("linux/agent.properties"));
                    }
                    there.files().makeDirectory("/var/log/cloudstack/agent");
                },
                gone -> gone.systemd().known(UNIT).ifPresent(unit -> {
                    gone.systemd().stop(unit);
                    unit.absent = true;
                })));
    }

    /** @param name as the API's url has it */
    CloudState.Host add(String name, CloudState.Cluster cluster, String user, String password, CloudState state)
            throws CloudError {
        ServiceHost host = find(name)
                .orElseThrow(() -> CloudError.failed(
                        "Unable to add the host: Cannot find the server resources at http://" + name));
        boolean agent = host.systemd().unit(UNIT).isPresent();
        if (!host.isUp() || !user.equals("root") || !password.equals(host.rootPassword()) || !agent) {
            throw CloudError.failed("Unable to add the host: Cannot find the server resources at http://" + name);
        }
        if (state.hostNamed(host.name()).isPresent()) {
            throw CloudError.failed("Unable to add the host: The private ip address of the server is already in use");
        }
        setUp(host, cluster, state);
        CloudState.Host added = CloudSeed.addHost(state, host.name(), cluster.id, "");
        added.address = HostConfiguration.address(host.name());
        connects(added);
        host.systemd().unit(UNIT).ifPresent(unit -> host.systemd().add(unit, new Running(host, () -> connects(added))));
        return added;
    }

    /** After each start of the agent. */
    private void connects(CloudState.Host host) {
        host.upAt = centre.clock()
                .now()
                .plus(centre.clock().shortened(UNTIL_CONNECTED))
                .toEpochMilli();
    }

    private Optional<ServiceHost> find(String name) {
        return centre.part(LinuxPart.class).members().stream()
                .map(LinuxPart.Member::host)
                .filter(host -> host.name().equals(name)
                        || HostConfiguration.fullName(host).filter(name::equals).isPresent()
                        || HostConfiguration.address(host.name()).equals(name))
                .findFirst();
    }

    private void setUp(ServiceHost host, CloudState.Cluster cluster, CloudState state) {
        LabFileSystem files = host.files();
        StringBuilder said = new StringBuilder();
        files.text("/etc/libvirt/libvirtd.conf")
                .ifPresent(text -> files.write(
                        "/etc/libvirt/libvirtd.conf",
                        assigned(
                                text,
                                List.of(
                                        "listen_tcp",
                                        "1",
                                        "tcp_port",
                                        "\"16509\"",
                                        "auth_tcp",
                                        "\"none\"",
                                        "listen_tls",
                                        "0"))));
        files.text("/etc/libvirt/qemu.conf")
                .ifPresent(text -> files.write(
                        "/etc/libvirt/qemu.conf",
                        assigned(
                                text,
                                List.of("security_driver", "\"none\"", "user", "\"root\"", "group", "\"root\""))));
        boolean redHat = files.read("/etc/redhat-release").isPresent();
        boolean old = host.systemd().unit("libvirt-bin").isPresent();
        String arguments =
                redHat ? "/etc/sysconfig/libvirtd" : old ? "/etc/default/libvirt-bin" : "/etc/default/libvirtd";
        files.write(
                arguments,
                assigned(
                        files.text(arguments).orElse(""),
                        redHat ? List.of("LIBVIRTD_ARGS", "-l") : List.of("libvirtd_opts", old ? "'-d -l'" : "'-l'")));
        boolean libvirt = restarts(host, old ? "libvirt-bin.service" : "libvirtd.service");
        for (String part :
                List.of(redHat ? "SElinux" : "Apparmor", "Network", "Libvirt", "Firewall", "Nfs", "cloudAgent")) {
            said.append(String.format(java.util.Locale.ROOT, "%-30s", "Configure " + part + " ..."))
                    .append(part.equals("Libvirt") && !libvirt ? "[Failed]" : "[OK]")
                    .append('\n');
        }
        files.write(PROPERTIES, assigned(files.text(PROPERTIES).orElse(""), properties(host, cluster, state)));
        restarts(host, UNIT);
        files.write(LOG, files.text(LOG).orElse("") + said + "CloudStack Agent setup is done!\n");
        centre.changed();
    }

    private static List<String> properties(ServiceHost host, CloudState.Cluster cluster, CloudState state) {
        return List.of(
                "host", "192.0.2.10@static",
                "zone", "1",
                "pod", "1",
                "cluster", Integer.toString(state.clusters.indexOf(cluster) + 1),
                "port", "8250",
                "guid", CloudSeed.id("guid " + host.name()),
                "local.storage.uuid", CloudSeed.id("storage " + host.name()),
                "public.network.device", "cloudbr0",
                "private.network.device", "cloudbr1",
                "guest.network.device", "cloudbr0",
                "hypervisor.type", cluster.hypervisor.toLowerCase(java.util.Locale.ROOT),
                "keystore.passphrase",
                        "Lab" + CloudSeed.id("passphrase " + host.name()).replace("-", ""),
                "resource", "com.cloud.hypervisor.kvm.resource.LibvirtComputingResource");
    }

    private static boolean restarts(ServiceHost host, String name) {
        Optional<SystemdUnit> unit = host.systemd().unit(name);
        if (unit.isEmpty()) {
            return false;
        }
        host.systemd().stop(unit.get());
        unit.get().enabled = true;
        try {
            return host.systemd().start(unit.get());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** @param pairs key, value, key, value … */
    static String assigned(String text, List<String> pairs) {
        Map<String, String> left = new TreeMap<>();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            left.put(pairs.get(i), pairs.get(i + 1));
            keys.add(pairs.get(i));
        }
        StringBuilder written = new StringBuilder();
        List<String> set = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Optional<String> key = keys.stream()
                    .filter(name -> line.matches(" *" + java.util.regex.Pattern.quote(name) + ".*"))
                    .findFirst();
            key.ifPresent(set::add);
            written.append(key.map(name -> "\n" + name + "=" + left.get(name)).orElse(line))
                    .append('\n');
        }
        keys.stream()
                .filter(name -> !set.contains(name))
                .forEach(name ->
                        written.append(name).append('=').append(left.get(name)).append('\n'));
        return written.toString();
    }
}
