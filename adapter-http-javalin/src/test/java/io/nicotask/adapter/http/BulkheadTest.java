package io.nicotask.adapter.http;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nicotask.adapter.http.HttpModule.Capacity;
import io.nicotask.application.task.CancelTask.Result.NotFound;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

    private static final int PERMITS = 4;
    private static final int ACCEPTED = PERMITS * 33;
    private static final int EXCESS = 4;

    private final Semaphore mayFinish = new Semaphore(0);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger maxConcurrent = new AtomicInteger();
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpFixture fixture = HttpFixture.cancellingBy(
            command -> {
                maxConcurrent.accumulateAndGet(running.incrementAndGet(), Math::max);
                mayFinish.acquireUninterruptibly();
                running.decrementAndGet();
                return new NotFound();
            },
            Duration.ofMinutes(5),
            Bulkhead.DEFAULT_WAIT);

    @AfterEach
    void stop() {
        mayFinish.release(10_000);
        clients.close();
        fixture.close();
    }

    @Test
    void excess_requests_get_503_at_once_and_accepted_ones_get_their_response() {
        List<CompletableFuture<HttpResponse<String>>> responses = overload();

        HttpResponse<String> refused = cancel();
        mayFinish.release(10_000);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(refused.body()).isEqualTo(Paths.error("Service temporarily unavailable"));
        List<Integer> statuses = responses.stream()
                .map(CompletableFuture::join)
                .map(HttpResponse::statusCode)
                .toList();
        assertThat(statuses).containsOnly(404, 503);
        assertThat(statuses).filteredOn(status -> status == 404).hasSizeBetween(PERMITS, ACCEPTED);
        assertThat(maxConcurrent).hasValue(PERMITS);
    }

    @Test
    void a_request_that_waits_too_long_for_a_permit_gets_503() {
        CompletableFuture<List<HttpResponse<String>>> first =
                CompletableFuture.supplyAsync(() -> cancels(PERMITS), clients);
        await().until(() -> running.get() == PERMITS);

        HttpResponse<String> waited = cancel();
        mayFinish.release(10_000);

        assertThat(waited.statusCode()).isEqualTo(503);
        assertThat(first.join()).extracting(HttpResponse::statusCode).containsOnly(404);
        assertThat(cancel().statusCode()).isEqualTo(404);
    }

    @Test
    void a_flood_of_cancels_does_not_block_other_requests() {
        overload();

        assertThat(fixture.client.get(Paths.GET, HttpFixture.ADMIN).statusCode())
                .isEqualTo(404);
        assertThat(fixture.client.get(Paths.CURRENT_USER, HttpFixture.ADMIN).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/healthz", "/readyz", "/openapi.json", "/docs", "/v2/org/" + HttpFixture.ORG + "/nico/metadata"
            })
    void a_request_that_does_not_use_the_storage_is_never_refused(String path) {
        overload();

        HttpResponse<String> response = fixture.client.send(
                "GET", path, BodyPublishers.noBody(), "Authorization", "Bearer " + HttpFixture.ADMIN);

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void clients_that_are_still_sending_hold_no_permit() throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int number = 0; number < 2 * ACCEPTED; number++) {
            Socket socket = fixture.client.connect();
            slow.add(socket);
            socket.getOutputStream().write(incompleteCancel().getBytes(StandardCharsets.US_ASCII));
        }
        mayFinish.release(10_000);

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
    private List<CompletableFuture<HttpResponse<String>>> overload() {
        AtomicInteger refused = new AtomicInteger();
        List<CompletableFuture<HttpResponse<String>>> responses = IntStream.range(0, ACCEPTED + EXCESS)
                .mapToObj(number -> CompletableFuture.supplyAsync(this::cancel, clients)
                        .whenComplete((response, fault) -> refused.incrementAndGet()))
                .toList();
        await().until(() -> running.get() == PERMITS && refused.get() >= EXCESS);
        return responses;
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
        return fixture.client.post(Paths.CANCEL, HttpFixture.ADMIN, Paths.body(HttpFixture.SITE));
    }

    private static String incompleteCancel() {
        return "POST " + Paths.CANCEL
                + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer " + HttpFixture.ADMIN
                + "\r\nContent-Length: 50\r\n\r\n{\"siteId\":";
    }
}
