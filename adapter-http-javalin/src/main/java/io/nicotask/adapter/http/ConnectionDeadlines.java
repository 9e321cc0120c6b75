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
 * Cuts off clients that take too long, however busy they look: a request has to arrive in time once its connection is open
 * or its forerunner is answered, and has to be over in time, its body and its answer included. And so many connections and
 * no more: as many again are told so, the rest is cut off.
 */
final class ConnectionDeadlines implements Connection.Listener {

    /** The attribute of a request whose connection is one too many. */
    static final String OVER_LIMIT = ConnectionDeadlines.class.getName() + ".oneTooMany";

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

    /** A request has arrived, and is to be over in time. */
    void startExchange(Request request, Response response) {
        EndPoint client = request.getConnectionMetaData().getConnection().getEndPoint();
        setDeadline(client, limits.exchange());
        Request.addCompletionListener(request, fault -> setDeadline(client, limits.next()));
        if (deadlines.size() > limits.connections()) {
            request.setAttribute(OVER_LIMIT, true);
            response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
        }
    }

    /** A client that has gone already is given nothing, or the deadline would never be taken away again. */
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
     * How long clients may take, and how many they may be.
     *
     * @param connections the connections that are served at once; as many more are told that there are too many
     * @param arrival how long the first request of a connection may take to arrive, up to its body
     * @param next how long each later one may take after the answer to its forerunner; longer than clients and load
     *     balancers keep a connection that nobody uses, so that it is they who close it
     * @param exchange how long a request may take from then on until its answer has been sent
     * @param bulkheadWait how long of it the request may wait until it is worked on; much shorter than clients wait for an answer,
     *     and long enough for a server or a database that is slow for a moment
     */
    record Limits(int connections, Duration arrival, Duration next, Duration exchange, Duration bulkheadWait) {

        static final Limits DEFAULT = new Limits(
                1_024, Duration.ofSeconds(20), Duration.ofSeconds(75), Duration.ofSeconds(60), Duration.ofSeconds(5));
    }
}
