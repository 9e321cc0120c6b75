package io.nicotask.adapter.http;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nicotask.adapter.http.HttpModule.Capacity;
import io.nicotask.application.task.CancelTaskResult.NotFound;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Under overload, accepted requests get their response, and the others get 503. */
final class BulkheadTest {

    private static final int AT_ONCE = 4;
    private static final int ACCEPTED = AT_ONCE * 33;

    private final Semaphore mayEnd = new Semaphore(0);
    private final AtomicInteger working = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpFixture world = HttpFixture.cancellingBy(command -> {
        mostAtOnce.accumulateAndGet(working.incrementAndGet(), Math::max);
        mayEnd.acquireUninterruptibly();
        working.decrementAndGet();
        return new NotFound();
    });

    @AfterEach
    void stop() {
        mayEnd.release(10_000);
        clients.close();
        world.close();
    }

    @Test
    void excess_requests_get_503_at_once_and_accepted_ones_get_their_response() {
        List<CompletableFuture<HttpResponse<String>>> answers = fullHouse();

        HttpResponse<String> refused = cancel();
        mayEnd.release(10_000);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(refused.body()).isEqualTo(Paths.error("Service temporarily unavailable"));
        List<Integer> statuses = answers.stream()
                .map(CompletableFuture::join)
                .map(HttpResponse::statusCode)
                .toList();
        assertThat(statuses).containsOnly(404, 503);
        assertThat(statuses).filteredOn(status -> status == 404).hasSizeBetween(AT_ONCE, ACCEPTED);
        assertThat(mostAtOnce).hasValue(AT_ONCE);
    }

    @Test
    void a_request_that_waits_too_long_for_a_permit_gets_503() {
        CompletableFuture<List<HttpResponse<String>>> first =
                CompletableFuture.supplyAsync(() -> cancels(AT_ONCE), clients);
        await().until(() -> working.get() == AT_ONCE);

        HttpResponse<String> waited = cancel();
        mayEnd.release(10_000);

        assertThat(waited.statusCode()).isEqualTo(503);
        assertThat(first.join()).extracting(HttpResponse::statusCode).containsOnly(404);
        assertThat(cancel().statusCode()).isEqualTo(404);
    }

    @Test
    void a_flood_of_cancels_does_not_block_other_requests() {
        fullHouse();

        assertThat(world.client.get(Paths.GET, HttpFixture.ADMIN).statusCode()).isEqualTo(404);
        assertThat(world.client.get(Paths.CURRENT_USER, HttpFixture.ADMIN).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/healthz", "/readyz", "/openapi.json", "/docs", "/v2/org/" + HttpFixture.ORG + "/nico/metadata"
            })
    void a_request_that_does_not_use_the_storage_is_never_refused(String path) {
        fullHouse();

        HttpResponse<String> answer =
                world.client.send("GET", path, BodyPublishers.noBody(), "Authorization", "Bearer " + HttpFixture.ADMIN);

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void clients_that_are_still_sending_hold_no_permit() throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int number = 0; number < 2 * ACCEPTED; number++) {
            Socket socket = world.client.connect();
            slow.add(socket);
            socket.getOutputStream().write(halfACancel().getBytes(StandardCharsets.US_ASCII));
        }
        mayEnd.release(10_000);

        assertThat(cancel().statusCode()).isEqualTo(404);
        for (Socket socket : slow) {
            socket.close();
        }
    }

    @Test
    void each_kind_needs_at_least_one_permit() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Capacity(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Capacity(1, 0));
    }

    /** Sends more cancels than the bulkhead accepts. Those with a permit run until the test releases them. */
    private List<CompletableFuture<HttpResponse<String>>> fullHouse() {
        AtomicInteger refused = new AtomicInteger();
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, ACCEPTED + AT_ONCE)
                .mapToObj(number -> CompletableFuture.supplyAsync(this::cancel, clients)
                        .whenComplete((answer, fault) -> refused.incrementAndGet()))
                .toList();
        await().until(() -> working.get() == AT_ONCE && refused.get() > 0);
        return answers;
    }

    private List<HttpResponse<String>> cancels(int times) {
        return IntStream.range(0, times)
                .mapToObj(number -> CompletableFuture.supplyAsync(this::cancel, clients))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private HttpResponse<String> cancel() {
        return world.client.post(Paths.CANCEL, HttpFixture.ADMIN, Paths.body(HttpFixture.SITE));
    }

    private static String halfACancel() {
        return "POST " + Paths.CANCEL
                + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer " + HttpFixture.ADMIN
                + "\r\nContent-Length: 50\r\n\r\n{\"siteId\":";
    }
}
