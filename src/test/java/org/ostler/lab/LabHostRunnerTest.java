package org.ostler.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.credential.FixedCredentials;
import org.ostler.credential.KeysInMemory;
import org.ostler.facts.CommandLine;
import org.ostler.ssh.HostRunnerConformance;
import org.ostler.ssh.RemoteShell;
import org.ostler.ssh.RemoteShells;
import org.ostler.ssh.SshEndpoint;
import org.ostler.ssh.SshTrouble;

/** The lab's hosts keep the same contract as real ones, spoken to by the product's own connection. */
class LabHostRunnerTest extends HostRunnerConformance {
    private static final String HOST = "xs1";

    @TempDir
    Path directory;

    private final UUID id = UUID.randomUUID();
    private LabVisit visit;
    private RemoteShells shells;

    @BeforeEach
    void openLab() throws IOException {
        visit = new LabVisit(directory, 20);
        LabHost host = visit.centre().host(HOST);
        host.install("say", call -> {
            for (String word : call.arguments()) {
                call.print(word + "|");
            }
            return 0;
        });
        host.install("fail", call -> Integer.parseInt(call.arguments().get(0)));
        host.install("count", call -> {
            for (int number = 1; number <= 20; number++) {
                call.println(Integer.toString(number));
                Thread.sleep(100);
            }
            return 0;
        });
        host.install("dawdle", call -> {
            Thread.sleep(60_000);
            return 0;
        });
        host.install("tell-secret", call -> {
            call.print(new String(call.secret().orElse(new byte[0]), StandardCharsets.UTF_8));
            return 0;
        });
        KeysInMemory keys = new KeysInMemory();
        shells = new RemoteShells(
                new FixedCredentials().with("lab", FixedCredentials.password("root", host.rootPassword())), keys);
        try {
            connect().close();
        } catch (SshTrouble unknown) {
            keys.accept(id, keys.offered(id).orElseThrow().fingerprint(), false);
        }
    }

    @AfterEach
    void closeLab() {
        visit.close();
    }

    @Override
    protected RemoteShell connect() throws SshTrouble {
        int port = visit.centre().host(HOST).sshPort();
        return shells.connect(new SshEndpoint(id, HOST, "127.0.0.1", port, "lab", false));
    }

    @Override
    protected String workplace() {
        return "/root";
    }

    @Override
    protected CommandLine print(String... words) {
        return CommandLine.of("say", words);
    }

    @Override
    protected CommandLine fail(int status) {
        return CommandLine.of("fail", Integer.toString(status));
    }

    @Override
    protected CommandLine count() {
        return CommandLine.of("count");
    }

    @Override
    protected CommandLine dawdle() {
        return CommandLine.of("dawdle");
    }

    @Override
    protected Optional<CommandLine> printSecret() {
        return Optional.of(CommandLine.of("tell-secret"));
    }
}
