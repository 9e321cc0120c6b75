package io.nicotask.adapter.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose client takes too long, even when it keeps sending or receiving. One deadline covers the
 * arrival of a request, from the opening of the connection or the end of the previous exchange; another covers the
 * exchange, including the body and the response. Serves at most N connections; the next N get 503, further ones are
 * closed.
 */
final class ConnectionDeadlines implements Connection.Listener {

    /** The attribute of a request whose connection is above the limit. */
    static final String OVER_LIMIT = ConnectionDeadlines.class.getName() + ".overLimit";

    private final Scheduler scheduler;
    private final Limits limits;
    private final Map<EndPoint, Scheduler.Task> deadlines = new ConcurrentHashMap<>();

    ConnectionDeadlines(Scheduler scheduler, Limits limits) {
        this.scheduler = scheduler;
        this.limits = limits;
    }

    @Override
    public void onOpened(Connection connection) {
        EndPoint client = connection.getEndPoint();
        if (deadlines.size() >= 2 * limits.connections()) {
            client.close();
        } else {
            setDeadline(client, limits.arrival());
        }
    }

    @Override
    public void onClosed(Connection connection) {
        Scheduler.Task deadline = deadlines.remove(connection.getEndPoint());
        if (deadline != null) {
            deadline.cancel();
        }
    }

    /** Starts the deadline of the exchange when a request has arrived. */
    void startExchange(Request request, Response response) {
        EndPoint client = request.getConnectionMetaData().getConnection().getEndPoint();
        setDeadline(client, limits.exchange());
        Request.addCompletionListener(request, fault -> setDeadline(client, limits.next()));
        if (deadlines.size() > limits.connections()) {
            request.setAttribute(OVER_LIMIT, true);
            response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
        }
    }

    /** Replaces the deadline. Removes it if the client has closed, because {@link #onClosed} may have run before. */
    private void setDeadline(EndPoint client, Duration limit) {
        Scheduler.Task deadline = scheduler.schedule(
                () -> client.close(new TimeoutException("The client took too long")),
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        Scheduler.Task previous = deadlines.put(client, deadline);
        if (previous != null) {
            previous.cancel();
        }
        if (!client.isOpen()) {
            deadlines.remove(client);
            deadline.cancel();
        }
    }

    /**
     * The limits on connections.
     *
     * @param connections the number of connections that are served; that number of further ones get 503
     * @param arrival the time from the opening of a connection until the headers of its first request have arrived
     * @param next the time from the end of an exchange until the headers of the next request have arrived; longer than
     *     clients and load balancers keep an idle connection, so that they close it first
     * @param exchange the time from the arrival of the headers until the response has been sent
     */
    record Limits(int connections, Duration arrival, Duration next, Duration exchange) {

        static final Limits DEFAULT =
                new Limits(1_024, Duration.ofSeconds(20), Duration.ofSeconds(75), Duration.ofSeconds(60));
    }
}
