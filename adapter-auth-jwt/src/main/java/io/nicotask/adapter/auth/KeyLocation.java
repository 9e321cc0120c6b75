package io.nicotask.adapter.auth;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where keys are kept. */
interface KeyLocation extends AutoCloseable {

    /** The bytes there, from the beginning. */
    InputStream open() throws IOException, InterruptedException;

    @Override
    void close();

    /** The location that is meant, or empty when the text means none. */
    static Optional<KeyLocation> of(String text, Duration timeout) {
        try {
            if (!text.matches("(?i)(https?|file):.*")) {
                return text.isBlank() ? Optional.empty() : Optional.of(new InFile(Path.of(text)));
            }
            URI uri = URI.create(text);
            if (uri.getScheme().equalsIgnoreCase("file")) {
                return Optional.of(new InFile(Path.of(uri)));
            }
            return uri.getHost() == null ? Optional.empty() : Optional.of(OnServer.at(uri, timeout));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * In a file.
     *
     * @param path the file
     */
    record InFile(Path path) implements KeyLocation {

        @Override
        public InputStream open() throws IOException {
            if (!Files.isRegularFile(path)) {
                throw new IOException(path + " is not a file");
            }
            return Files.newInputStream(path);
        }

        @Override
        public void close() {}
    }

    /**
     * On a server.
     *
     * @param request asks for the keys
     * @param client the way there
     */
    record OnServer(HttpRequest request, HttpClient client) implements KeyLocation {

        private static final int OK = 200;

        static OnServer at(URI uri, Duration timeout) {
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .timeout(timeout)
                    .header("Accept", "application/jwk-set+json, application/json")
                    .build();
            HttpClient client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(timeout)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
            return new OnServer(request, client);
        }

        @Override
        public InputStream open() throws IOException, InterruptedException {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() != OK) {
                answer.body().close();
                throw new IOException(request.uri() + " answered " + answer.statusCode());
            }
            return answer.body();
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }
}
