package org.ostler.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The sentences of xapi's errors as releases 5.6 to 6.2 say them, with the names of their parameters. */
final class XeErrors {
    private record Sentence(String text, List<String> parameters) {}

    private static final Map<String, Sentence> ALL = Map.ofEntries(
            of(
                    "VM_MISSING_PV_DRIVERS",
                    "You attempted an operation on a VM which requires PV drivers to be installed but the drivers were"
                            + " not detected.",
                    "vm"),
            of(
                    "VM_OLD_PV_DRIVERS",
                    "You attempted an operation on a VM which requires a more recent version of the PV drivers. Please"
                            + " upgrade your PV drivers.",
                    "vm",
                    "major",
                    "minor"),
            of(
                    "HOST_NOT_ENOUGH_FREE_MEMORY",
                    "Not enough host memory is available to perform this operation.",
                    "needed",
                    "available"),
            of(
                    "VM_REQUIRES_SR",
                    "You attempted to run a VM on a host which doesn't have access to an SR needed by the VM. The VM"
                            + " has at least one VBD attached to a VDI in the SR.",
                    "vm",
                    "sr"),
            of(
                    "VM_REQUIRES_NETWORK",
                    "You attempted to run a VM on a host which doesn't have a PIF on a Network needed by the VM. The VM"
                            + " has at least one VIF attached to the Network.",
                    "vm",
                    "network"),
            of(
                    "VM_HOST_INCOMPATIBLE_VERSION",
                    "This VM operation cannot be performed on an older-versioned host during an upgrade.",
                    "host",
                    "vm"),
            of("NOT_SUPPORTED_DURING_UPGRADE", "This operation is not supported during an upgrade."),
            of("CANNOT_EVACUATE_HOST", "This host cannot be evacuated.", "errors"),
            of("NO_HOSTS_AVAILABLE", "There were no hosts available to complete the specified operation."),
            of("HOST_DISABLED", "The specified host is disabled.", "host"),
            of(
                    "HOST_NOT_DISABLED",
                    "This operation cannot be performed because the host is not disabled. Please disable the host and"
                            + " then try again."),
            of(
                    "HOST_OFFLINE",
                    "You attempted an operation which involves a host which could not be contacted.",
                    "host"),
            of(
                    "HOST_IN_USE",
                    "This operation cannot be completed as the host is in use by (at least) the object of type and ref"
                            + " echoed below.",
                    "host",
                    "type",
                    "ref"),
            of("HOST_STILL_BOOTING", "The host is still booting."),
            of("HOST_IN_EMERGENCY_MODE", "Cannot perform operation as the host is running in emergency mode."),
            of(
                    "HOST_IS_SLAVE",
                    "You cannot make regular API calls directly on a slave. Please pass API calls via the master host.",
                    "Master IP address"),
            of(
                    "CANNOT_CONTACT_HOST",
                    "Cannot forward messages because the host cannot be contacted.  The host may be"
                            + " switched off or there may be network connectivity problems.",
                    "host"),
            of("VBD_IS_EMPTY", "Operation could not be performed because the drive is empty", "vbd"),
            of("VBD_TRAY_LOCKED", "This VM has locked the DVD drive tray, so the disk cannot be ejected", "vbd"),
            of(
                    "VM_BAD_POWER_STATE",
                    "You attempted an operation on a VM that was not in an appropriate power state at the time; for"
                            + " example, you attempted to start a VM that was already running.  The parameters returned"
                            + " are the VM's handle, and the expected and actual VM state at the time of the call.",
                    "vm",
                    "expected",
                    "actual"),
            of(
                    "OTHER_OPERATION_IN_PROGRESS",
                    "Another operation involving the object is currently in progress",
                    "class",
                    "object"),
            of("UUID_INVALID", "The uuid you supplied was invalid.", "type", "uuid"),
            of("TASK_CANCELLED", "The request was asynchronously cancelled.", "task"),
            of("NETWORK_CONTAINS_VIF", "The network contains active VIFs and cannot be deleted.", "vif"),
            of("NETWORK_CONTAINS_PIF", "The network contains active PIFs and cannot be deleted.", "pif"),
            of("VIF_IN_USE", "Network has active VIFs", "network", "VIF"),
            of(
                    "VDI_IN_USE",
                    "This operation cannot be performed because this VDI is in use by some other operation",
                    "vdi",
                    "operation"),
            of(
                    "VLAN_TAG_INVALID",
                    "You tried to create a VLAN, but the tag you gave was invalid -- it must be between"
                            + " 0 and 4094.  The parameter echoes the VLAN tag you gave.",
                    "VLAN"),
            of("PIF_VLAN_EXISTS", "You tried to create a PIF, but it already exists.", "PIF"),
            of(
                    "PIF_IS_PHYSICAL",
                    "You tried to destroy a PIF, but it represents an aspect of the physical host"
                            + " configuration, and so cannot be destroyed.  The parameter echoes the PIF handle you gave.",
                    "PIF"),
            of(
                    "CANNOT_CREATE_STATE_FILE",
                    "An HA statefile could not be created, perhaps because no SR with the appropriate capability was"
                            + " found."),
            of("HA_IS_ENABLED", "The operation could not be performed because HA is enabled on the Pool"),
            of("HA_NOT_ENABLED", "The operation could not be performed because HA is not enabled on the Pool"),
            of("PIF_BOND_NEEDS_MORE_MEMBERS", "A bond must consist of at least two member interfaces"),
            of("PIF_CANNOT_BOND_CROSS_HOST", "You cannot bond interfaces across different hosts."),
            of("PIF_ALREADY_BONDED", "This operation cannot be performed because the pif is bonded.", "PIF"),
            of("SR_UNKNOWN_DRIVER", "The SR could not be connected because the driver was not recognised.", "driver"),
            of(
                    "INTERFACE_HAS_NO_IP",
                    "The specified interface cannot be used because it has no IP address",
                    "interface"),
            of(
                    "JOINING_HOST_CANNOT_BE_MASTER_OF_OTHER_HOSTS",
                    "The host joining the pool cannot already be a master of another pool."),
            of(
                    "VM_HAS_PCI_ATTACHED",
                    "This operation could not be performed, because the VM has one or more PCI devices passed through.",
                    "vm"));

    private XeErrors() {}

    /** Sentence and a line per parameter, or the bare code when xapi has no sentence for it. */
    static String text(String code, List<String> parameters) {
        Sentence sentence = ALL.get(code);
        if (sentence == null) {
            return "Error code: " + code + "\nError parameters: " + String.join(", ", parameters);
        }
        List<String> lines = new ArrayList<>();
        lines.add(sentence.text());
        for (int i = 0; i < Math.max(parameters.size(), sentence.parameters().size()); i++) {
            String name =
                    i < sentence.parameters().size() ? sentence.parameters().get(i) : "<extra>";
            lines.add(name + ": " + (i < parameters.size() ? parameters.get(i) : "<unknown>"));
        }
        return String.join("\n", lines);
    }

    private static Map.Entry<String, Sentence> of(String code, String text, String... parameters) {
        return Map.entry(code, new Sentence(text, List.of(parameters)));
    }
}
