package org.ostler.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ostler.configfile.FileChange;

/** Which files a system's network is written in. */
public enum Backend {
    /** {@code /etc/sysconfig/network-scripts/ifcfg-*}: Red Hat 6 to 8. */
    IFCFG,
    /** {@code /etc/network/interfaces}: Ubuntu 12.04, Debian with ifupdown. */
    INTERFACES,
    /** {@code /etc/netplan/*.yaml}: Ubuntu from 18.04 on. */
    NETPLAN,
    /** {@code /etc/NetworkManager/system-connections/*.nmconnection}: Red Hat from 9 on. */
    KEYFILE;

    private Format format() {
        return switch (this) {
            case IFCFG -> new Ifcfg();
            case INTERFACES -> new Interfaces();
            case NETPLAN -> new Netplan();
            case KEYFILE -> new Keyfile();
        };
    }

    /** The one that this host uses; empty for a distribution that is not known. */
    public static Optional<Backend> of(Present present) {
        return switch (present.system().family()) {
            case RED_HAT -> Optional.of(present.system().major() >= 9 ? KEYFILE : IFCFG);
            case DEBIAN ->
                Optional.of(
                        present.system().id().equals("ubuntu")
                                        && present.system().major() >= 18
                                ? NETPLAN
                                : INTERFACES);
            case OTHER -> Optional.empty();
        };
    }

    /**
     * From what is to what shall be. Its problems are to be looked at first: of a network with errors nothing but files
     * with the same errors can be made.
     *
     * @return {@link NetworkChange#none()} when files and running system are as wanted
     */
    public NetworkChange change(HostNetwork wanted, Present present) {
        List<FileChange> files = files(wanted, present);
        if (files.isEmpty() && Conformance.differences(wanted, present.state()).isEmpty()) {
            return NetworkChange.none();
        }
        return new NetworkChange(files, format().apply(wanted, present), format().applyAfterRestore(wanted, present));
    }

    /** Only those that differ. */
    public List<FileChange> files(HostNetwork wanted, Present present) {
        List<FileChange> changes = new ArrayList<>();
        format().wanted(wanted, present).forEach((path, text) -> {
            Optional<String> before = present.files().text(path);
            if (before.equals(text)) {
                return;
            }
            FileChange change =
                    new FileChange(path, before, text, Optional.empty(), Optional.empty(), java.util.Set.of());
            boolean made = before.isEmpty();
            changes.add(made ? FileChange.write(path, before, text.orElse("")).withMode(modeOf(path)) : change);
        });
        return List.copyOf(changes);
    }

    /** What stands in the way of writing this network into the files that the host has. */
    public List<Problem> problems(HostNetwork wanted, Present present) {
        return FileProblems.of(this, wanted, present);
    }

    /** What the files say now, as far as the model has words for it. */
    public HostNetwork read(NetworkFiles files) {
        return format().read(files);
    }

    private String modeOf(String path) {
        return path.startsWith("/etc/cloud/") ? "0644" : format().mode();
    }
}
