package io.nicotask.adapter.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Ends a request whose response was sent before its body had come: reads and discards what the client still sends, until
 * the client closes the connection or its deadline passes. Closed at once, the connection would be reset by those bytes, and a
 * client that is still sending might never see the response (RFC 9112, section 9.6).
 */
final class LingeringClose extends Callback.Nested {

    private static final int BUFFER_BYTES = 1 << 14;

    private final Request request;

    /** @param completion completes the request once its connection may be closed */
    LingeringClose(Request request, Callback completion) {
        super(completion);
        this.request = request;
    }

    @Override
    public void succeeded() {
        if (hasWholeBody()) {
            super.succeeded();
        } else {
            EndPoint client = request.getConnectionMetaData().getConnection().getEndPoint();
            // Clients that read up to the end of the connection find it.
            client.shutdownOutput();
            discard(client, BufferUtil.allocate(BUFFER_BYTES));
        }
    }

    private boolean hasWholeBody() {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
            return false;
        }
        chunk.release();
        return chunk.isLast() && !Content.Chunk.isFailure(chunk);
    }

    /** One read at a time, so that a client that sends without a pause does not hold a thread. */
    private void discard(EndPoint client, ByteBuffer buffer) {
        if (isAtEnd(client, buffer)) {
            super.succeeded();
        } else {
            client.fillInterested(Callback.from(() -> discard(client, buffer), gone -> super.succeeded()));
        }
    }

    private static boolean isAtEnd(EndPoint client, ByteBuffer buffer) {
        BufferUtil.clear(buffer);
        try {
            return client.fill(buffer) < 0;
        } catch (IOException gone) {
            return true;
        }
    }
}
