package io.nicotask.adapter.http;

import static io.nicotask.application.contract.Eventually.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.adapter.http.HttpModule.Api;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.CancelTask.Result.NotFound;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpModuleTest {

    /**
     * Repeats, since Jetty closes connections that are idle for a second while the server stops: that of the late
     * request before it is sent, or, rarely, that of the running one just when its response is written.
     */
    @Test
    void a_stopping_server_finishes_running_requests_and_accepts_no_new_ones() {
        List<Integer> runningStatuses = new ArrayList<>();

        await().ignoreException(ExecutionException.class)
                .untilAsserted(() -> assertThat(lateResponse(runningStatuses))
                        .startsWith("HTTP/1.1 503 ")
                        .endsWith(Paths.error("Service temporarily unavailable")));

        assertThat(runningStatuses).containsOnly(404);
    }

    /** Returns the response to a request that a stopping server receives while it finishes another. */
    private static String lateResponse(List<Integer> runningStatuses) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CancelTask slow = command -> {
            begun.countDown();
            awaitUninterruptibly(mayEnd);
            return new NotFound();
        };
        try (HttpFixture fixture = HttpFixture.cancellingBy(slow);
                Socket open = fixture.client.connect()) {
            CompletableFuture<HttpResponse<String>> running = CompletableFuture.supplyAsync(
                    () -> fixture.client.post(Paths.CANCEL, HttpFixture.ADMIN, Paths.body(HttpFixture.SITE)));
            begun.await();

            CompletableFuture<Void> stopping = CompletableFuture.runAsync(fixture.server::stop);
            await().untilAsserted(() ->
                    assertThatThrownBy(() -> fixture.client.connect().close()).isInstanceOf(IOException.class));
            open.getOutputStream().write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
            String late = ApiClient.readAll(open.getInputStream());
            mayEnd.countDown();

            runningStatuses.add(running.get().statusCode());
            stopping.get();
            return late;
        }
    }

    @Test
    void a_request_that_outlasts_the_grace_period_does_not_delay_the_stop() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CancelTask endless = command -> {
            begun.countDown();
            awaitUninterruptibly(mayEnd);
            return new NotFound();
        };
        try (HttpFixture fixture = HttpFixture.cancellingBy(endless, Duration.ofMillis(100), HttpFixture.LONG)) {
            CompletableFuture<HttpResponse<String>> running = CompletableFuture.supplyAsync(
                    () -> fixture.client.post(Paths.CANCEL, HttpFixture.ADMIN, Paths.body(HttpFixture.SITE)));
            begun.await();

            fixture.server.stop();

            assertThatThrownBy(() -> fixture.client.connect().close()).isInstanceOf(IOException.class);
            assertThatThrownBy(running::get).hasRootCauseInstanceOf(IOException.class);
            mayEnd.countDown();
        }
    }

    @Test
    void requests_run_on_virtual_threads() {
        AtomicBoolean virtual = new AtomicBoolean();
        try (HttpFixture fixture = HttpFixture.cancellingBy(command -> {
            virtual.set(Thread.currentThread().isVirtual());
            return new NotFound();
        })) {
            fixture.client.post(Paths.CANCEL, HttpFixture.ADMIN, Paths.body(HttpFixture.SITE));

            assertThat(virtual).isTrue();
        }
    }

    @Test
    void a_port_in_use_is_reported_with_its_address() {
        try (HttpFixture fixture = HttpFixture.running()) {
            int port = fixture.server.port();

            assertThatThrownBy(() -> HttpFixture.runningOn(port))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("Cannot listen on 127.0.0.1:" + port + ": Address already in use");
            assertThatThrownBy(() -> HttpModule.checkAddress("127.0.0.1", port))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("Cannot listen on 127.0.0.1:" + port + ": Address already in use");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "{id}", "a b"})
    void an_api_name_that_is_not_a_plain_path_segment_is_refused(String name) {
        assertThatThrownBy(() -> new Api(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_configured_api_name_is_used_in_paths_and_errors() {
        try (HttpFixture fixture = HttpFixture.named("carbide")) {
            HttpResponse<String> renamed =
                    fixture.client.get(Paths.GET.replace("/nico/", "/carbide/"), HttpFixture.ADMIN);
            HttpResponse<String> usual = fixture.client.get(Paths.GET, HttpFixture.ADMIN);

            assertThat(renamed.body())
                    .isEqualTo("{\"source\":\"carbide\",\"message\":\"Task not found\",\"data\":null}");
            assertThat(usual.body()).contains("The requested path could not be found");
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
