package org.ostler.lab;

import java.util.ArrayList;
import java.util.List;

/** One interface of a simulated kernel. Only {@link LabLinks} changes it. */
final class LabLink {
    static final String CARD = "ether";
    static final String BRIDGE = "bridge";
    static final String VLAN = "vlan";
    static final String BOND = "bond";
    static final String OPEN_VSWITCH = "openvswitch";
    static final String LOOPBACK = "loopback";

    final int index;
    final String name;
    final String kind;
    final String mac;
    int mtu = 1500;
    boolean up;
    /** The bridge, bond or switch that it is a port of; empty for none. */
    String master = "";
    /** Of a VLAN its lower interface, of a fake bridge its switch. */
    String parent = "";

    int vlan;
    boolean stp;
    /** In seconds. */
    int delay = 15;

    final List<String> addresses = new ArrayList<>();

    LabLink(int index, String name, String kind, String mac) {
        this.index = index;
        this.name = name;
        this.kind = kind;
        this.mac = mac;
    }

    boolean is(String one) {
        return kind.equals(one);
    }

    /** There is no hardware behind it. */
    boolean isMade() {
        return !is(CARD);
    }

    LabLink copy() {
        LabLink same = new LabLink(index, name, kind, mac);
        same.mtu = mtu;
        same.up = up;
        same.master = master;
        same.parent = parent;
        same.vlan = vlan;
        same.stp = stp;
        same.delay = delay;
        same.addresses.addAll(addresses);
        return same;
    }
}
