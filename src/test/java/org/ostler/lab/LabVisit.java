package org.ostler.lab;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.channel.Channel;

/** A lab of a test's own, and a person who logs in there over real SSH. */
final class LabVisit implements AutoCloseable {
    /** What a command said. */
    record Said(int exit, String out, String err) {}

    private final SshClient client = SshClient.setUpDefaultClient();
    private final PracticeLab lab;

    LabVisit(Path directory, double speed) throws IOException {
        this(new LabSettings(directory, false, speed, LabSettings.Scenario.FROM_5_6_SP2, 0));
    }

    LabVisit(LabSettings settings) throws IOException {
        lab = new PracticeLab(settings);
        client.setServerKeyVerifier((session, address, key) -> true);
        client.start();
    }

    PracticeLab lab() {
        return lab;
    }

    DataCentre centre() {
        return lab.centre();
    }

    ClientSession login(String host) throws IOException {
        LabHost there = centre().host(host);
        ClientSession session = client.connect("root", "127.0.0.1", there.sshPort())
                .verify(Duration.ofSeconds(10))
                .getSession();
        session.addPasswordIdentity(there.rootPassword());
        session.auth().verify(Duration.ofSeconds(10));
        return session;
    }

    Said exec(String host, String line) throws IOException {
        return exec(host, line, "");
    }

    Said exec(String host, String line, String input) throws IOException {
        try (ClientSession session = login(host);
                ClientChannel channel = session.createExecChannel(line)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            channel.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            channel.setOut(out);
            channel.setErr(err);
            channel.open().verify(Duration.ofSeconds(10));
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), Duration.ofSeconds(60));
            Integer exit = channel.getExitStatus();
            return new Said(
                    exit == null ? -1 : exit,
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        }
    }

    /** What a terminal shows after these keys were typed and the session ended. */
    String terminal(String host, String keys) throws IOException {
        try (ClientSession session = login(host);
                ClientChannel channel = session.createChannel(Channel.CHANNEL_SHELL)) {
            ByteArrayOutputStream screen = new ByteArrayOutputStream();
            channel.setIn(new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)));
            channel.setOut(screen);
            channel.setErr(screen);
            channel.open().verify(Duration.ofSeconds(10));
            channel.waitFor(
                    EnumSet.of(ClientChannelEvent.CLOSED, ClientChannelEvent.EXIT_STATUS), Duration.ofSeconds(30));
            session.close(true);
            return screen.toString(StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        client.stop();
        lab.close();
    }
}
