package org.ostler.lab;

import java.util.ArrayList;
import java.util.List;

/** One interface as the files of a simulated host describe it, whatever their format. */
final class NetworkStanza {
    /** The files cannot be read: what the family's own program says of it. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    final String name;
    /** By which nmcli knows it. */
    String id;

    String kind = LabLink.CARD;
    final List<String> ports = new ArrayList<>();
    String master = "";
    String parent = "";
    int vlan;
    boolean stp;
    int delay = 15;
    int mtu = 1500;
    final List<String> addresses = new ArrayList<>();
    String gateway = "";
    boolean automatic = true;

    NetworkStanza(String name) {
        this.name = name;
        this.id = name;
    }

    /** {@code eth0.100} says by its name alone what it is. */
    void byItsName() {
        int dot = name.lastIndexOf('.');
        if (kind.equals(LabLink.CARD) && dot > 0 && name.substring(dot + 1).matches("\\d{1,4}")) {
            lies(name.substring(0, dot), name.substring(dot + 1));
        }
    }

    void lies(String above, String tag) {
        kind = LabLink.VLAN;
        parent = above;
        vlan = number(tag);
    }

    void address(String address, String netmask) {
        addresses.add(address.contains("/") || netmask.isEmpty() ? address : address + "/" + bits(netmask));
    }

    /** {@code cloudbr 100} of Open vSwitch: a bridge that is a tagged port of another one. */
    void fake(String options) {
        String[] words = options.strip().split("\\s+", -1);
        if (words.length == 2) {
            parent = words[0];
            vlan = number(words[1]);
        }
    }

    static int number(String text) {
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    }

    private static int bits(String netmask) {
        int bits = 0;
        for (String part : netmask.split("\\.", -1)) {
            bits += Integer.bitCount(number(part));
        }
        return bits;
    }
}
