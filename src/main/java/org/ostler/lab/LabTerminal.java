package org.ostler.lab;

import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/**
 * A person at a terminal: echo, line editing, Ctrl-C and Ctrl-D. One thread reads keys for ever, so that Ctrl-C is
 * seen while a command runs.
 */
final class LabTerminal implements Command {
    private static final int CTRL_C = 3;
    private static final int CTRL_D = 4;
    private static final int BACKSPACE = 8;
    private static final int CTRL_L = 12;
    private static final int CTRL_U = 21;
    private static final int ESCAPE = 27;
    private static final int DELETE = 127;

    private final LabHost host;
    private final HostShell shell;
    private final StringBuilder line = new StringBuilder();
    private final StringBuilder ahead = new StringBuilder();
    private final AtomicBoolean over = new AtomicBoolean();
    private InputStream in;
    private OutputStream out;
    private ExitCallback exit;
    private Thread reader;
    private Thread command;

    LabTerminal(LabHost host) {
        this.host = host;
        this.shell = new HostShell(host, "terminal");
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = new CarriageReturns(stream);
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        // A terminal has one screen.
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession session, Environment environment) throws IOException {
        print("Last login: " + SystemPrograms.date("%a %b %e %H:%M:%S %Y", Instant.now()) + " from 127.0.0.1\n");
        prompt();
        reader = new Thread(this::readKeys, host.name() + " terminal");
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public void destroy(ChannelSession session) {
        reader.interrupt();
        interruptCommand();
    }

    private void readKeys() {
        try {
            int key;
            while ((key = in.read()) >= 0 && take(key)) {
                // Each key is dealt with as it comes.
            }
            awaitCommand();
            logout();
        } catch (IOException gone) {
            logout();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Keys that came ahead are still to be dealt with when there are no more to come. */
    private synchronized void awaitCommand() throws InterruptedException {
        while (command != null) {
            wait();
        }
    }

    private void logout() {
        if (over.compareAndSet(false, true)) {
            quietly("logout\n");
            exit.onExit(0);
        }
    }

    /** @return whether the session goes on */
    private synchronized boolean take(int key) throws IOException {
        if (command != null) {
            if (key == CTRL_C) {
                print("^C\n");
                interruptCommand();
            } else {
                ahead.append((char) key);
            }
            return true;
        }
        switch (key) {
            case CTRL_D -> {
                return !line.isEmpty();
            }
            case '\r', '\n' -> {
                return entered();
            }
            case ESCAPE -> {
                // Arrow keys have nowhere to go: their letters are not typed either.
                if (in.available() > 0 && in.read() == '[' && in.available() > 0) {
                    in.read();
                }
            }
            default -> edit(key);
        }
        return true;
    }

    private void edit(int key) throws IOException {
        switch (key) {
            case CTRL_C -> {
                print("^C\n");
                line.setLength(0);
                prompt();
            }
            case BACKSPACE, DELETE -> {
                if (!line.isEmpty()) {
                    line.setLength(line.length() - 1);
                    print("\b \b");
                }
            }
            case CTRL_U -> {
                print("\b \b".repeat(line.length()));
                line.setLength(0);
            }
            case CTRL_L -> print("\033[H\033[2J" + promptText() + line);
            default -> {
                if (key >= ' ') {
                    line.append((char) key);
                    out.write(key);
                    out.flush();
                }
            }
        }
    }

    private boolean entered() throws IOException {
        print("\n");
        // Keys are bytes; a person may have typed letters beyond ASCII.
        byte[] typed = line.toString().getBytes(StandardCharsets.ISO_8859_1);
        String text = new String(typed, StandardCharsets.UTF_8).strip();
        line.setLength(0);
        if (text.equals("exit") || text.equals("logout")) {
            return false;
        }
        if (text.isEmpty()) {
            prompt();
            return true;
        }
        command = new Thread(() -> carryOut(text), host.name() + " terminal command");
        command.setDaemon(true);
        command.start();
        return true;
    }

    private void carryOut(String text) {
        try {
            shell.run(text, new ByteArrayInputStream(new byte[0]), out, out);
        } catch (InterruptedException stopped) {
            // The host goes down, and this terminal with it.
            return;
        } catch (IOException gone) {
            return;
        } catch (RuntimeException bug) {
            quietly("the practice lab failed: " + bug + "\n");
        }
        synchronized (this) {
            command = null;
            Thread.interrupted();
            quietly(promptText());
            String keys = ahead.toString();
            ahead.setLength(0);
            for (int i = 0; i < keys.length(); i++) {
                try {
                    if (!take(keys.charAt(i))) {
                        logout();
                        break;
                    }
                } catch (IOException gone) {
                    break;
                }
            }
            notifyAll();
        }
    }

    private synchronized void interruptCommand() {
        if (command != null) {
            command.interrupt();
        }
    }

    private String promptText() {
        String place = shell.directory().equals("/root") ? "~" : LabPaths.name(shell.directory());
        return "[root@" + host.name() + " " + place + "]# ";
    }

    private void prompt() throws IOException {
        print(promptText());
    }

    private void print(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void quietly(String text) {
        try {
            print(text);
        } catch (IOException gone) {
            System.getLogger(LabTerminal.class.getName()).log(System.Logger.Level.DEBUG, "nobody looks", gone);
        }
    }

    /** What a terminal in its usual mode does to a newline. */
    private static final class CarriageReturns extends FilterOutputStream {
        CarriageReturns(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            if (b == '\n') {
                out.write('\r');
            }
            out.write(b);
        }
    }
}
