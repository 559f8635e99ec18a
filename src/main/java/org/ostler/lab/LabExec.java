package org.ostler.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** A command of a connection: the line goes to the host's shell; it ends when its connection does. */
final class LabExec implements Command {
    private final LabHost host;
    private final String line;
    private InputStream in;
    private OutputStream out;
    private OutputStream err;
    private ExitCallback exit;
    private volatile Thread thread;
    private volatile ChannelSession channel;

    LabExec(LabHost host, String line) {
        this.host = host;
        this.line = line;
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession session, Environment environment) {
        channel = session;
        thread = new Thread(this::run, host.name() + " exec");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void destroy(ChannelSession session) {
        Thread runs = thread;
        if (runs != null) {
            runs.interrupt();
        }
    }

    private void run() {
        try {
            int status = new HostShell(host, "exec").run(line, in, out, err);
            if (host.faults().takesAnswerOf(meant())) {
                channel.getSession().close(true);
                return;
            }
            out.flush();
            err.flush();
            exit.onExit(status);
        } catch (InterruptedException gone) {
            exit.onExit(143);
        } catch (IOException gone) {
            exit.onExit(141);
        } catch (RuntimeException bug) {
            complain("the practice lab failed: " + bug);
            exit.onExit(70);
        }
    }

    /** The command that a fault names: what the host runner starts rather than its call. */
    private String meant() {
        int dashes = line.indexOf(" -- ");
        return line.contains(HostRunnerProgram.PATH) && line.contains(" start ") && dashes > 0
                ? line.substring(dashes + 4)
                : line;
    }

    private void complain(String words) {
        try {
            err.write((words + "\n").getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException gone) {
            System.getLogger(LabExec.class.getName()).log(System.Logger.Level.DEBUG, "nobody listens", gone);
        }
    }
}
