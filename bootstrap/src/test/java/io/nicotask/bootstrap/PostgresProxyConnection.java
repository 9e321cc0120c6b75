package io.nicotask.bootstrap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.nicotask.bootstrap.PostgresProxy.ArmedFault;
import io.nicotask.bootstrap.PostgresProxy.Fault;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One proxied connection, parsed message by message (PostgreSQL manual, frontend/backend protocol). */
final class PostgresProxyConnection {

    private static final int VERSION_3 = 3;
    private static final int INT = 4;
    private static final char PARSE = 'P';
    private static final char BIND = 'B';
    private static final char SYNC = 'S';

    private final PostgresProxy proxy;
    private final Socket client;
    private final Socket server;
    private final Set<String> commits = new HashSet<>();
    private @Nullable ArmedFault marked;
    private volatile @Nullable Fault pending;

    PostgresProxyConnection(PostgresProxy proxy, Socket client, Socket server) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
    }

    void start(Runnable ended) {
        Thread.ofVirtual().name("postgres-proxy-responses").start(this::forwardResponses);
        Thread.ofVirtual().name("postgres-proxy-requests").start(() -> {
            forwardRequests();
            ended.run();
        });
    }

    /** Resets both sides. */
    void reset() {
        reset(client);
        reset(server);
    }

    private void forwardRequests() {
        try {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(server.getOutputStream());
            forwardStartup(in, out);
            while (true) {
                forwardMessage(in, out);
            }
        } catch (IOException closed) {
            close();
        }
    }

    /** Forwards messages up to the startup message; before it the client may request encryption. */
    private static void forwardStartup(DataInputStream in, DataOutputStream out) throws IOException {
        int code = 0;
        while (code >>> Short.SIZE != VERSION_3) {
            byte[] message = in.readNBytes(in.readInt() - INT);
            code = ByteBuffer.wrap(message).getInt();
            out.writeInt(message.length + INT);
            out.write(message);
            out.flush();
        }
    }

    private void forwardMessage(DataInputStream in, DataOutputStream out) throws IOException {
        char type = (char) in.readUnsignedByte();
        byte[] body = in.readNBytes(in.readInt() - INT);
        boolean commit = isCommit(type, new String(body, ISO_8859_1));
        if (type == SYNC) {
            pause();
        }
        inspect(type, commit, body);
        if (pending == Fault.SILENT_BEFORE_COMMIT) {
            return;
        }
        out.writeByte(type);
        out.writeInt(body.length + INT);
        out.write(body);
        out.flush();
        if (type == SYNC && pending == Fault.CUT_AT_COMMIT) {
            reset();
        }
    }

    /** Whether the message executes a commit. The driver sends the statement's text once, and then only its name. */
    private boolean isCommit(char type, String body) {
        String[] texts = body.split("\0", -1);
        if (type == PARSE && texts[1].equalsIgnoreCase("COMMIT")) {
            commits.add(texts[0]);
        } else if (type == PARSE) {
            commits.remove(texts[0]);
        }
        return type == BIND && commits.contains(texts[1]);
    }

    private void inspect(char type, boolean commit, byte[] body) {
        ArmedFault armed = proxy.armed();
        if (armed != null && type == BIND && contains(body, armed.marker())) {
            marked = armed;
            if (armed.fault() == Fault.CUT_IN_RESPONSE) {
                inject(armed);
            }
        }
        if (commit && marked != null) {
            inject(marked);
            marked = null;
        }
    }

    private void inject(ArmedFault armed) {
        if (proxy.claim(armed)) {
            pending = armed.fault();
            if (armed.fault() == Fault.CUT_BEFORE_COMMIT) {
                reset();
            }
        }
    }

    private void forwardResponses() {
        byte[] buffer = new byte[1 << 16];
        try {
            OutputStream out = client.getOutputStream();
            for (int read = server.getInputStream().read(buffer);
                    read >= 0;
                    read = server.getInputStream().read(buffer)) {
                if (pending == null) {
                    out.write(buffer, 0, read);
                } else {
                    breakResponse(out, buffer, read);
                }
            }
        } catch (IOException closed) {
            // Both sides are closed below.
        }
        if (pending != Fault.SILENT_BEFORE_COMMIT && pending != Fault.SILENT_AFTER_COMMIT) {
            close();
        }
    }

    private void breakResponse(OutputStream out, byte[] buffer, int read) throws IOException {
        if (pending == Fault.CUT_IN_RESPONSE) {
            out.write(buffer, 0, read / 2);
            reset();
        } else if (pending == Fault.CUT_AFTER_COMMIT) {
            reset();
        }
    }

    /** Whether the body contains the id, as text or binary. */
    private static boolean contains(byte[] body, UUID id) {
        byte[] binary = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        String all = new String(body, ISO_8859_1);
        return all.contains(new String(binary, ISO_8859_1)) || all.contains(id.toString());
    }

    private void pause() {
        try {
            Thread.sleep(proxy.delay());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException closedAlready) {
            // Closed, as intended.
        }
    }

    private void close() {
        try {
            client.close();
            server.close();
        } catch (IOException closedAlready) {
            // Closed, as intended.
        }
    }
}
