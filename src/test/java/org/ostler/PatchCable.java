package org.ostler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A network of a host's own: a network namespace in which its eth0 is one end of a cable; the other end is this
 * machine's, with the gateway's address. Needs root and a kernel with veth. What is not on the host's disk goes with
 * {@link #unplug}, as at a loss of power.
 */
public final class PatchCable implements AutoCloseable {
    private final String name;
    private final String net;
    /** A network card keeps its own through a loss of power. */
    private final String mac;

    private PatchCable(String name, String net) {
        this.name = name;
        this.net = net;
        this.mac = "02:00:00:%02x:%02x:%02x"
                .formatted(
                        ThreadLocalRandom.current().nextInt(256),
                        ThreadLocalRandom.current().nextInt(256),
                        ThreadLocalRandom.current().nextInt(256));
    }

    /** A free name and a free /24 of 10.64.0.0/10; several tests may run on one machine. */
    public static PatchCable make() throws IOException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int tries = 0; tries < 50; tries++) {
            String net = "10." + random.nextInt(64, 128) + "." + random.nextInt(1, 255) + ".";
            if (!run("ip", "-4", "-o", "addr").contains(" " + net)) {
                PatchCable cable = new PatchCable("w" + Integer.toHexString(random.nextInt(0x1000000, 0xfffffff)), net);
                cable.plug();
                return cable;
            }
        }
        throw new IOException("no free network for a test");
    }

    /** The namespace with a bare eth0 in it, and two more cards on cables that lead nowhere: what a host finds. */
    public void plug() throws IOException {
        run("ip", "netns", "add", name);
        run("ip", "link", "add", name, "type", "veth", "peer", "name", "eth0", "address", mac, "netns", name);
        run("ip", "addr", "add", gateway() + "/24", "dev", name);
        run("ip", "link", "set", name, "up");
        for (int card = 1; card <= 2; card++) {
            String far = name + "-" + card;
            String own = mac.replaceFirst("02:00", "02:0" + card);
            run("ip", "link", "add", far, "type", "veth", "peer", "name", "eth" + card, "address", own, "netns", name);
            run("ip", "link", "set", far, "up");
        }
        inside("ip", "link", "set", "lo", "up");
    }

    /** Namespace, links and addresses go; the processes inside have ended before. */
    public void unplug() throws IOException {
        // By itself the cable would go with the namespace, but some time later.
        for (String end : new String[] {name, name + "-1", name + "-2"}) {
            run("ip", "link", "del", end);
        }
        run("ip", "netns", "del", name);
    }

    /** Another address of this machine's end, for hosts that move. */
    public void also(String cidr) throws IOException {
        run("ip", "addr", "replace", cidr, "dev", name);
    }

    public String gateway() {
        return net + "1";
    }

    public String address() {
        return net + "2";
    }

    /** An address of the same network; 3 to 254. */
    public String address(int last) {
        return net + last;
    }

    public String namespace() {
        return name;
    }

    /** Runs a program with the host's network and this machine's files. */
    public String inside(String... words) throws IOException {
        String[] all = Arrays.copyOf(new String[] {"ip", "netns", "exec", name}, words.length + 4);
        System.arraycopy(words, 0, all, 4, words.length);
        return run(all);
    }

    static String run(String... words) throws IOException {
        Process program = new ProcessBuilder(words).redirectErrorStream(true).start();
        program.getOutputStream().close();
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (program.waitFor() != 0) {
                throw new IOException(Arrays.toString(words) + ": " + said);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return said;
    }

    @Override
    public void close() {
        try {
            unplug();
        } catch (IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        }
    }
}
