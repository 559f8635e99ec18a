package org.ostler.lab;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** A detached command while the lab lives: its thread and what it printed. */
final class HostRunnerCommand {
    /** Output beyond this is dropped and counted: a loop must not fill the lab's memory. */
    private static final int CAP = 8 << 20;

    private static final AtomicInteger SESSIONS = new AtomicInteger(3000);

    /** What a command prints on one stream. */
    static final class Captured extends OutputStream {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int b) {
            if (kept.size() < CAP) {
                kept.write(b);
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            kept.write(bytes, from, Math.max(0, Math.min(length, CAP - kept.size())));
        }

        synchronized byte[] bytes() {
            return kept.toByteArray();
        }

        void line(String text) {
            byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
            write(bytes, 0, bytes.length);
        }
    }

    private final String id;
    private final UUID bootId;
    private final LabClock clock;
    private final int session = SESSIONS.incrementAndGet();
    private final Captured out = new Captured();
    private final Captured err = new Captured();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private Thread thread;
    private boolean killed;

    HostRunnerCommand(String id, UUID bootId, LabClock clock) {
        this.id = id;
        this.bootId = bootId;
        this.clock = clock;
    }

    String id() {
        return id;
    }

    UUID bootId() {
        return bootId;
    }

    int session() {
        return session;
    }

    Captured out() {
        return out;
    }

    Captured err() {
        return err;
    }

    boolean isAlive() {
        return !ended.isDone();
    }

    synchronized void runs() {
        thread = Thread.currentThread();
        if (killed) {
            clock.interrupt(thread);
        }
    }

    synchronized void kill() {
        killed = true;
        if (thread != null && isAlive()) {
            clock.interrupt(thread);
        }
    }

    synchronized void ends() {
        ended.complete(true);
    }

    void awaitEnd() throws InterruptedException {
        try {
            clock.await(ended);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
