package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.nicotask.adapter.http.CorpusFile.Exchange;
import io.nicotask.adapter.http.Mount.Mounted;
import io.nicotask.adapter.http.OpenApiModel.Operation;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Pins the exact responses to the requests in {@code src/test/resources/corpus}. {@code -Dcorpus.record=true} records
 * them again; a reviewer then sees the changes.
 */
final class CorpusTest {

    private static final Path DIRECTORY = Path.of("src", "test", "resources", "corpus");
    private static final boolean RECORD = Boolean.getBoolean("corpus.record");

    /** What never reaches the routes is answered by the server that holds them. */
    private static final Set<String> OF_OUR_OWN_SERVER = Set.of("malformed.http");

    @TestFactory
    Stream<DynamicTest> every_response_equals_the_recorded_one() throws IOException {
        return check(Mount.OWN_SERVER);
    }

    @TestFactory
    Stream<DynamicTest> every_response_below_a_path_of_the_javalin_of_a_host_is_the_same() throws IOException {
        return check(Mount.JAVALIN);
    }

    @TestFactory
    Stream<DynamicTest> every_response_of_the_servlet_is_the_same() throws IOException {
        return check(Mount.SERVLET);
    }

    private static Stream<DynamicTest> check(Mount mount) throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files
                    .filter(file -> mount == Mount.OWN_SERVER
                            || !OF_OUR_OWN_SERVER.contains(file.getFileName().toString()))
                    .sorted()
                    .map(file -> dynamicTest(file.getFileName().toString(), file.toUri(), () -> check(file, mount)))
                    .toList()
                    .stream();
        }
    }

    @Test
    void every_described_status_of_every_operation_is_recorded() throws IOException {
        try (HttpFixture fixture = HttpFixture.running()) {
            HttpResponse<String> json = fixture.client.send("GET", "/openapi.json", BodyPublishers.noBody());
            OpenApiModel description = new OpenApiModel(json.body());

            assertThat(recorded(description)).containsAll(described(description));
        }
    }

    private static Set<String> recorded(OpenApiModel description) throws IOException {
        Set<String> recorded = new TreeSet<>();
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            for (Path file : files.toList()) {
                for (Exchange exchange : CorpusFile.read(file).exchanges()) {
                    description
                            .path(exchange.path())
                            .map(path -> path.path(exchange.method()).path("operationId"))
                            .ifPresent(id -> recorded.add(id.asText() + " " + exchange.status()));
                }
            }
        }
        return recorded;
    }

    private static Set<String> described(OpenApiModel description) {
        Set<String> described = new TreeSet<>();
        for (Operation operation : description.operations()) {
            operation.described().get("responses").fieldNames().forEachRemaining(status -> {
                if (!OpenApiModel.COMMON_RESPONSES.containsKey(status)) {
                    described.add(operation.id() + " " + status);
                }
            });
        }
        return described;
    }

    private static void check(Path file, Mount mount) throws IOException {
        CorpusFile recorded = CorpusFile.read(file);
        CorpusFile replayed = new CorpusFile(file, replay(recorded.exchanges(), mount));
        if (RECORD && mount == Mount.OWN_SERVER) {
            replayed.write();
            return;
        }
        SoftAssertions responses = new SoftAssertions();
        for (int number = 0; number < recorded.exchanges().size(); number++) {
            Exchange exchange = recorded.exchanges().get(number);
            responses
                    .assertThat(replayed.exchanges().get(number).response())
                    .as("%s: %s", file.getFileName(), exchange.title())
                    .isEqualTo(exchange.response());
        }
        responses.assertAll();
    }

    private static List<Exchange> replay(List<Exchange> exchanges, Mount mount) {
        List<Exchange> replayed = new ArrayList<>();
        Served served = null;
        try {
            for (Exchange exchange : exchanges) {
                if (exchange.given() != null) {
                    close(served);
                    served = Served.given(exchange.given(), mount);
                }
                replayed.add(exchange.with(exchange.replay(served.client(), mount.prefix())));
            }
            return replayed;
        } finally {
            close(served);
        }
    }

    private static void close(Served served) {
        if (served != null) {
            served.close();
        }
    }

    /** A fixture of the corpus whose routes are served somewhere. */
    private record Served(HttpFixture fixture, Mounted mounted, ApiClient client) implements AutoCloseable {

        static Served given(String name, Mount mount) {
            HttpFixture fixture = CorpusFixtures.given(name);
            Mounted mounted = mount.serve(fixture);
            return new Served(fixture, mounted, new ApiClient(mounted.port()));
        }

        @Override
        public void close() {
            client.close();
            mounted.close();
            fixture.close();
        }
    }
}
