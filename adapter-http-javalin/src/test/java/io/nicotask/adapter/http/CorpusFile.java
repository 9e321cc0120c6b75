package io.nicotask.adapter.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file of requests and their responses. Requests are written by hand, up to {@code ---}; responses are recorded:
 *
 * <pre>
 * ### title
 * given: the fixture of a new server; without this line, the server of the previous request is used
 * POST /path
 * Header: value
 *
 * body, one byte for each character
 * ---
 * HTTP/1.1 202 Accepted
 * Header: value
 *
 * body
 * </pre>
 */
record CorpusFile(Path path, List<Exchange> exchanges) {

    private static final int LONGEST_BODY = 5_000;
    private static final List<String> COMMON_HEADERS = List.of(
            "Cache-Control: no-store",
            "Access-Control-Allow-Origin: *",
            "Access-Control-Expose-Headers: Cancel-Outcome, Task-Stop, Retry-After, ETag, Location, X-Pagination,"
                    + " Next-Cursor, X-Request-ID, WWW-Authenticate");
    private static final Pattern VARYING = Pattern.compile("(?i)(Date|Connection): .*");

    static CorpusFile read(Path path) throws IOException {
        List<Exchange> exchanges = Arrays.stream(Files.readString(path).split("(?m)^### "))
                .skip(1)
                .map(Exchange::parse)
                .toList();
        return new CorpusFile(path, exchanges);
    }

    void write() throws IOException {
        Files.writeString(path, exchanges.stream().map(Exchange::text).collect(Collectors.joining("\n")));
    }

    /**
     * A request and its response.
     *
     * @param title the title
     * @param given the name of the fixture of a new server, or null for the server of the previous exchange
     * @param request the request as written in the file
     * @param response the recorded response
     */
    record Exchange(String title, @Nullable String given, String request, String response) {

        private static final Pattern FORM = Pattern.compile(
                "(?<title>.*)\n(given: (?<given>.*)\n)?(?<request>(?s:.*?))\n---(\n(?<response>(?s:.*)))?");

        private static Exchange parse(String text) {
            Matcher parts = FORM.matcher(text.stripTrailing());
            if (!parts.matches()) {
                throw new IllegalArgumentException("Not an exchange: " + text);
            }
            String response = parts.group("response");
            return new Exchange(
                    parts.group("title"),
                    parts.group("given"),
                    parts.group("request"),
                    response == null ? "" : response);
        }

        Exchange with(String newResponse) {
            return new Exchange(title, given, request, newResponse);
        }

        /** Returns the method in lower case. */
        String method() {
            return request.substring(0, request.indexOf(' ')).toLowerCase(Locale.ROOT);
        }

        /** Returns the path without the query. */
        String path() {
            return request.split("[ ?\n]", 3)[1];
        }

        /** Returns the recorded status code. */
        String status() {
            return response.split(" ", 3)[1];
        }

        private String text() {
            String start = given == null ? "" : "given: " + given + "\n";
            return "### " + title + "\n" + start + request + "\n---\n" + response + "\n";
        }

        /**
         * Sends the request to the path below a prefix. Returns the response without the prefix, without headers that
         * vary between runs and without a long body.
         */
        String replay(ApiClient client, String prefix) {
            String[] parts = client.raw(sent(prefix)).split("\r\n\r\n", 2);
            List<String> lines = new ArrayList<>(List.of(parts[0].split("\r\n")));
            lines.replaceAll(line -> line.replaceFirst("^(Location: )" + prefix, "$1"));
            lines.removeIf(line -> VARYING.matcher(line).matches());
            String body = parts[1];
            if (body.length() > LONGEST_BODY) {
                lines.removeIf(line -> line.startsWith("Content-Length: "));
                body = "(not recorded: longer than " + LONGEST_BODY + " characters)";
            }
            if (lines.containsAll(COMMON_HEADERS)) {
                lines.removeAll(COMMON_HEADERS);
                lines.add("(common headers)");
            }
            Stream<String> headers = lines.stream().skip(1).sorted();
            return (lines.getFirst() + "\n" + headers.collect(Collectors.joining("\n")) + "\n\n" + body).strip();
        }

        private String sent(String prefix) {
            String[] parts = request.replaceFirst(" /", " " + prefix + "/").split("\n\n", 2);
            String body = parts.length == 1 ? "" : parts[1];
            String head = parts[0].replaceFirst("\n|$", " HTTP/1.1\n").strip();
            String known = head.toLowerCase(Locale.ROOT);
            StringBuilder sent = new StringBuilder(head);
            for (String header : List.of("Host: corpus", "Connection: close", "X-Request-ID: corpus")) {
                if (!known.contains(
                        "\n" + header.substring(0, header.indexOf(':')).toLowerCase(Locale.ROOT) + ":")) {
                    sent.append('\n').append(header);
                }
            }
            if (!body.isEmpty() && !known.contains("\ntransfer-encoding:") && !known.contains("\ncontent-length:")) {
                sent.append("\nContent-Length: ").append(body.length());
            }
            return sent.toString().replace("\n", "\r\n") + "\r\n\r\n" + body;
        }
    }
}
