package io.nicotask.adapter.auth;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The location of a key set. */
interface JwksLocation extends AutoCloseable {

    /** Opens the key set for reading from its beginning. */
    InputStream open() throws IOException, InterruptedException;

    @Override
    void close();

    /** Parses a location; empty when the text is neither an http, https or file URL nor a path. */
    static Optional<JwksLocation> of(String text, Duration timeout) {
        return parse(text, uri -> OnServer.at(uri, timeout), InFile::new);
    }

    /** Returns whether the text is a location. */
    static boolean isValid(String text) {
        return parse(text, uri -> true, path -> true).isPresent();
    }

    private static <T> Optional<T> parse(String text, Function<URI, T> onServer, Function<Path, T> inFile) {
        try {
            if (!text.matches("(?i)(https?|file):.*")) {
                return text.isBlank() ? Optional.empty() : Optional.of(inFile.apply(Path.of(text)));
            }
            URI uri = URI.create(text);
            if (uri.getScheme().equalsIgnoreCase("file")) {
                return Optional.of(inFile.apply(Path.of(uri)));
            }
            return Optional.ofNullable(uri.getHost()).map(host -> onServer.apply(uri));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * A file.
     *
     * @param path the file
     */
    record InFile(Path path) implements JwksLocation {

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
     * A URL on a server. Follows redirects within the server's origin only (scheme, host and port, RFC 6454): the keys
     * decide who is authenticated, so no response may choose another server for them, nor an unencrypted connection.
     *
     * @param uri the URL of the key set
     * @param timeout the longest that one request may take
     * @param client sends the requests
     */
    record OnServer(URI uri, Duration timeout, HttpClient client) implements JwksLocation {

        private static final int OK = 200;
        private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
        private static final int MAX_REDIRECTS = 3;

        static OnServer at(URI uri, Duration timeout) {
            HttpClient client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(timeout)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
            return new OnServer(uri, timeout, client);
        }

        @Override
        public InputStream open() throws IOException, InterruptedException {
            URI target = uri;
            for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
                HttpResponse<InputStream> response = client.send(requestTo(target), BodyHandlers.ofInputStream());
                if (response.statusCode() == OK) {
                    return response.body();
                }
                response.body().close();
                target = redirectTarget(target, response);
            }
            throw new IOException("%s redirected more than %d times".formatted(uri, MAX_REDIRECTS));
        }

        private HttpRequest requestTo(URI target) {
            return HttpRequest.newBuilder(target)
                    .timeout(timeout)
                    .header("Accept", "application/jwk-set+json, application/json")
                    .build();
        }

        private static URI redirectTarget(URI from, HttpResponse<?> response) throws IOException {
            String location = response.headers().firstValue("Location").orElse("");
            if (!REDIRECTS.contains(response.statusCode()) || location.isBlank()) {
                throw new IOException(from + " answered " + response.statusCode());
            }
            URI target = resolve(from, location);
            if (!originOf(target).equals(originOf(from))) {
                throw new IOException("%s redirected to %s, which is another origin and is not followed"
                        .formatted(from, originOf(target)));
            }
            return target;
        }

        private static URI resolve(URI from, String location) throws IOException {
            try {
                URI target = from.resolve(location);
                if (target.getHost() != null) {
                    return target;
                }
            } catch (IllegalArgumentException e) {
                throw new IOException(from + " redirected to what is no URL of a server", e);
            }
            throw new IOException(from + " redirected to what is no URL of a server");
        }

        /** Returns the origin with the host in lower case and the port always written out. */
        private static String originOf(URI server) {
            String scheme = server.getScheme().toLowerCase(Locale.ROOT);
            int defaultPort = scheme.equals("https") ? 443 : 80;
            int port = server.getPort() < 0 ? defaultPort : server.getPort();
            return scheme + "://" + server.getHost().toLowerCase(Locale.ROOT) + ":" + port;
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }
}
