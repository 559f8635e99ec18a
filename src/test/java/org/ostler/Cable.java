package org.ostler;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A network cable between Ostler and a machine: it can be cut in the middle of a transmission, lose what the machine
 * answers, hold everything back, or lead nowhere.
 */
public final class Cable implements AutoCloseable {
    /** Seen from Ostler. */
    public enum Way {
        THERE,
        BACK
    }

    private static final Logger LOG = Logger.getLogger(Cable.class.getName());

    private final int farPort;
    private final ServerSocket near;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Object state = new Object();
    private Way cutWay = Way.THERE;
    private long bytesLeft = Long.MAX_VALUE;
    private Runnable whenCut = () -> {};
    private int cuts;
    private boolean unplugged;
    private boolean losesAnswers;
    private long thereUntilDeaf = Long.MAX_VALUE;
    private long heldUntil;

    private Cable(int farPort, ServerSocket near) {
        this.farPort = farPort;
        this.near = near;
    }

    /** @param port of the machine on loopback */
    public static Cable to(int port) throws IOException {
        ServerSocket near = new ServerSocket();
        near.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Cable cable = new Cable(port, near);
        daemon("cable", cable::accept);
        return cable;
    }

    /** Where Ostler connects to. */
    public int port() {
        return near.getLocalPort();
    }

    public int cuts() {
        synchronized (state) {
            return cuts;
        }
    }

    /** Breaks every connection when so many bytes have gone this way from now on; the next ones are good again. */
    public void cutAfter(Way way, long bytes, Runnable told) {
        synchronized (state) {
            cutWay = way;
            bytesLeft = bytes;
            whenCut = told;
        }
        if (bytes == 0) {
            passed(way, 0);
        }
    }

    /** Breaks every connection now. */
    public void cut() {
        List<Socket> open = List.copyOf(sockets);
        sockets.removeAll(open);
        open.forEach(Cable::reset);
    }

    /** As from a firewall that forgot the connection: no orderly end. */
    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException gone) {
            LOG.log(Level.FINE, "a connection had ended before it was cut", gone);
        }
    }

    /** Nobody answers any more; what is open breaks. */
    public void unplug() {
        synchronized (state) {
            unplugged = true;
        }
        cut();
    }

    public void plugIn() {
        synchronized (state) {
            unplugged = false;
            losesAnswers = false;
            thereUntilDeaf = Long.MAX_VALUE;
            heldUntil = 0;
        }
    }

    /**
     * When so many bytes have gone there from now on, what is asked still arrives, and what is answered is lost, until
     * the cable is plugged in anew.
     */
    public void loseAnswersAfter(long bytes) {
        synchronized (state) {
            losesAnswers = false;
            thereUntilDeaf = bytes;
        }
    }

    /** Everything takes that much longer once; nothing is lost. */
    public void holdBack(Duration time) {
        synchronized (state) {
            heldUntil = System.nanoTime() + time.toNanos();
        }
    }

    private void accept() {
        while (!near.isClosed()) {
            try {
                Socket from = near.accept();
                boolean dead;
                synchronized (state) {
                    dead = unplugged;
                }
                if (dead) {
                    from.close();
                } else {
                    join(from);
                }
            } catch (IOException closed) {
                if (!near.isClosed()) {
                    throw new UncheckedIOException(closed);
                }
            }
        }
    }

    private void join(Socket from) throws IOException {
        Socket to = new Socket();
        try {
            to.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), farPort), 5_000);
        } catch (IOException nobodyThere) {
            to.close();
            from.close();
            return;
        }
        from.setTcpNoDelay(true);
        to.setTcpNoDelay(true);
        sockets.addAll(List.of(from, to));
        daemon("cable there", () -> pump(from, to, Way.THERE));
        daemon("cable back", () -> pump(to, from, Way.BACK));
    }

    private void pump(Socket from, Socket to, Way way) {
        byte[] buffer = new byte[4096];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                hold();
                int allowed = allowed(way, length);
                out.write(buffer, 0, allowed);
                out.flush();
                passed(way, length);
            }
        } catch (IOException broken) {
            sockets.removeAll(List.of(from, to));
        }
    }

    private void hold() throws IOException {
        long left;
        do {
            synchronized (state) {
                left = heldUntil - System.nanoTime();
                left = heldUntil == 0 ? 0 : left;
            }
            try {
                TimeUnit.NANOSECONDS.sleep(Math.min(left, 50_000_000));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IOException(stopped);
            }
        } while (left > 0);
    }

    private int allowed(Way way, int length) {
        synchronized (state) {
            if (way == Way.THERE && thereUntilDeaf != Long.MAX_VALUE) {
                thereUntilDeaf -= Math.min(length, thereUntilDeaf);
                losesAnswers |= thereUntilDeaf == 0;
            }
            if (way == Way.BACK && losesAnswers) {
                return 0;
            }
            return way == cutWay ? (int) Math.min(length, bytesLeft) : length;
        }
    }

    private void passed(Way way, int length) {
        Runnable told;
        synchronized (state) {
            if (way != cutWay || bytesLeft == Long.MAX_VALUE) {
                return;
            }
            bytesLeft -= Math.min(length, bytesLeft);
            if (bytesLeft > 0) {
                return;
            }
            bytesLeft = Long.MAX_VALUE;
            cuts++;
            told = whenCut;
        }
        told.run();
        cut();
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            near.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        cut();
    }
}
