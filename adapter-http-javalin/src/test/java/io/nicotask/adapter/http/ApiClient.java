package io.nicotask.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Sends requests to a server on this machine, with an HTTP client or, for malformed requests, over a plain socket. */
final class ApiClient implements AutoCloseable {

    private static final int SOCKET_TIMEOUT_MILLIS = 300_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private volatile OpenApiResponseCheck description;

    ApiClient(int port) {
        this.port = port;
    }

    /** @param headers names and values in turn */
    HttpResponse<String> get(String path, String token, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), append(headers, "Authorization", "Bearer " + token));
    }

    HttpResponse<String> post(String path, String token, String body, String... headers) {
        return post(path, token, BodyPublishers.ofString(body), headers);
    }

    HttpResponse<String> post(String path, String token, BodyPublisher body, String... headers) {
        return send("POST", path, body, append(headers, "Authorization", "Bearer " + token));
    }

    HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            OpenApiResponseCheck described = description();
            HttpResponse<String> response = http.send(request.build(), ApiClient::text);
            described.check(response);
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The server's own OpenAPI description, against which every response is checked. */
    private OpenApiResponseCheck description() throws IOException, InterruptedException {
        if (description == null) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/openapi.json"))
                    .header("X-Request-ID", "description")
                    .build();
            description = OpenApiResponseCheck.by(
                    http.send(request, BodyHandlers.ofString()).body());
        }
        return description;
    }

    private static BodySubscriber<String> text(ResponseInfo response) {
        boolean compressed = response.headers().allValues("Content-Encoding").contains("gzip");
        return BodySubscribers.mapping(
                BodySubscribers.ofByteArray(),
                bytes -> new String(compressed && bytes.length > 0 ? inflated(bytes) : bytes, UTF_8));
    }

    private static byte[] inflated(byte[] bytes) {
        try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the text with one byte per character, and returns everything until the server closes the connection. */
    String raw(String request) {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return readAll(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
        return socket;
    }

    static String readAll(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }

    private static String[] append(String[] headers, String name, String value) {
        String[] more = Arrays.copyOf(headers, headers.length + 2);
        more[headers.length] = name;
        more[headers.length + 1] = value;
        return more;
    }
}
