package io.nicotask.adapter.http;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.http.OpenApiModel.Operation;
import io.nicotask.application.user.AuthorizeProvider.Result.Granted;
import java.net.http.HttpResponse;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While all permits are taken and all queues are full, every operation that uses the storage gets 503. */
final class FullBulkheadTest {

    private static final int ACCEPTED = 33;

    private final AtomicInteger running = new AtomicInteger();
    private final Semaphore mayFinish = new Semaphore(0);
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpFixture fixture = HttpFixture.authorizingBy(command -> {
        // Only the holders of the two permits, so that a request outside the bulkheads gets a response.
        if (running.incrementAndGet() <= 2) {
            mayFinish.acquireUninterruptibly();
        }
        return new Granted();
    });

    @AfterEach
    void stop() {
        mayFinish.release(2);
        clients.close();
        fixture.close();
    }

    @Test
    void every_operation_with_a_token_gets_503_except_those_without_storage() {
        OpenApiModel description = new OpenApiModel(
                fixture.client.get("/openapi.json", HttpFixture.ADMIN).body());
        fill(() -> fixture.client.post(Paths.CANCEL, HttpFixture.ADMIN, Paths.body(HttpFixture.SITE)));
        fill(() -> fixture.client.get(Paths.GET, HttpFixture.ADMIN));

        assertThat(description.operations())
                .filteredOn(Operation::needsToken)
                .filteredOn(
                        operation -> description.call(operation, fixture.client).statusCode() != 503)
                .extracting(Operation::id)
                .containsExactly("get-metadata");
    }

    /** Sends one request more than a bulkhead accepts, and waits until one is refused. */
    private void fill(Supplier<HttpResponse<String>> request) {
        Queue<HttpResponse<String>> refused = new ConcurrentLinkedQueue<>();
        for (int number = 0; number <= ACCEPTED; number++) {
            clients.execute(() -> refused.add(request.get()));
        }
        await().until(() -> !refused.isEmpty());
    }
}
