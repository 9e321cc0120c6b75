package io.nicotask.adapter.auth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes the keys of an issuer on loopback; its responses can be replaced by faulty ones. */
final class JwksServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Response response = JwksServer::fail;

    /** Sends the response to a request. */
    interface Response {
        void send(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private JwksServer(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/jwks.json", this::handle);
        server.start();
    }

    /** Starts a server that publishes the keys, on any free port. */
    static JwksServer publishing(TestKey... keys) {
        return on(0).publish(keys);
    }

    /** Starts a server on the port, or on any free one if it is 0. It responds with 503 until it publishes keys. */
    static JwksServer on(int port) {
        try {
            return new JwksServer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JwksServer publish(TestKey... keys) {
        return publish(TestKey.published(keys));
    }

    JwksServer publish(String body) {
        return respondWith(exchange -> send(exchange, 200, body));
    }

    JwksServer respondWith(Response response) {
        this.response = response;
        return this;
    }

    static void fail(HttpExchange exchange) throws IOException {
        send(exchange, 503, "");
    }

    static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    String url() {
        return "http://" + server.getAddress().getHostString() + ":" + port() + "/jwks.json";
    }

    int port() {
        return server.getAddress().getPort();
    }

    int requests() {
        return requests.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            response.send(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}
