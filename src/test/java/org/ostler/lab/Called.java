package org.ostler.lab;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A program of a simulated host that was called once: what it printed and how it ended. */
record Called(int exit, String out, String err) {
    static Called on(LabHost host, String... words) throws IOException, InterruptedException {
        return on(host, Optional.empty(), words);
    }

    static Called on(LabHost host, Optional<String> secret, String... words) throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Invocation call = new Invocation(
                host,
                List.of(words),
                new ByteArrayInputStream(new byte[0]),
                out,
                err,
                secret.map(text -> text.getBytes(StandardCharsets.UTF_8)));
        Program program = host.program(words[0])
                .orElseThrow(() -> new AssertionError(host.name() + " has no program " + words[0]));
        int exit = program.run(call);
        return new Called(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
