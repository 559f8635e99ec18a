package org.ostler;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A machine beside this one, as far as the network is concerned: what is started there reaches us by a cable of its own.
 * When it dies not one packet of it arrives any more, unlike that of a killed process, for which its system says
 * goodbye. Skips the test where none can be made (needs root).
 */
public final class FarMachine implements AutoCloseable {
    private final String name;
    private final int net;

    private FarMachine(String name, int net) {
        this.name = name;
        this.net = net;
    }

    public static FarMachine start() throws IOException, InterruptedException {
        int number = ThreadLocalRandom.current().nextInt(1 << 14);
        FarMachine made = new FarMachine("ostler" + number, number);
        assumeTrue(run("ip", "netns", "add", made.name), "no network of its own can be made here");
        boolean done = run("ip", "link", "add", made.name, "type", "veth", "peer", "name", "far", "netns", made.name)
                && run("ip", "addr", "add", made.neighbour() + "/30", "dev", made.name)
                && run("ip", "link", "set", made.name, "up")
                && run("ip", "-n", made.name, "addr", "add", made.address() + "/30", "dev", "far")
                && run("ip", "-n", made.name, "link", "set", "far", "up");
        if (!done) {
            made.close();
        }
        assumeTrue(done, "no network of its own can be made here");
        return made;
    }

    /** Of the networks that are set aside for measurements. */
    private String place(int host) {
        return "198.18." + (net >> 6) + "." + ((net & 63) * 4 + host);
    }

    /** This machine's, as seen from there. */
    public String neighbour() {
        return place(1);
    }

    public String address() {
        return place(2);
    }

    /** The command that runs another one there. */
    public List<String> there(List<String> command) {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", name));
        words.addAll(command);
        return words;
    }

    /** From now on nothing is heard of it. */
    public void die() throws IOException, InterruptedException {
        if (!run("ip", "-n", name, "link", "set", "far", "down")) {
            throw new IOException("it does not die");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException noSuchProgram) {
            System.out.println(noSuchProgram.getMessage());
            return false;
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean done = process.waitFor() == 0;
        if (!done) {
            System.out.println(said);
        }
        return done;
    }

    @Override
    public void close() throws IOException {
        try {
            if (!run("ip", "netns", "del", name)) {
                throw new IOException("it cannot be taken away");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
