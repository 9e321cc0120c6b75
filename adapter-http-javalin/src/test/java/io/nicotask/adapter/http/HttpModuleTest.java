package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nicotask.adapter.http.HttpModule.Settings;
import io.nicotask.application.cancel.CancelTaskResult.NotFound;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpModuleTest {

    @Test
    void a_stopped_server_finishes_what_runs_and_accepts_nothing_new() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (World world = World.cancellingBy(command -> {
            begun.countDown();
            awaitUninterruptibly(mayEnd);
            return new NotFound();
        })) {
            CompletableFuture<HttpResponse<String>> running = CompletableFuture.supplyAsync(
                    () -> world.client.post(Paths.CANCEL, World.ADMIN, Paths.body(World.SITE)));
            begun.await();

            CompletableFuture<Void> stopping = CompletableFuture.runAsync(world.server::stop);
            await().untilAsserted(() ->
                    assertThatThrownBy(() -> world.client.connect().close()).isInstanceOf(IOException.class));
            mayEnd.countDown();

            assertThat(running.get().statusCode()).isEqualTo(404);
            stopping.get();
        }
    }

    @Test
    void requests_run_on_virtual_threads() {
        AtomicBoolean virtual = new AtomicBoolean();
        try (World world = World.cancellingBy(command -> {
            virtual.set(Thread.currentThread().isVirtual());
            return new NotFound();
        })) {
            world.client.post(Paths.CANCEL, World.ADMIN, Paths.body(World.SITE));

            assertThat(virtual).isTrue();
        }
    }

    @Test
    void a_port_in_use_is_told_by_its_address() {
        try (World world = World.running()) {
            int port = world.server.port();

            assertThatThrownBy(() -> World.runningOn(port))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("Cannot listen on 127.0.0.1:" + port);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "{id}", "a b"})
    void an_api_name_that_is_no_plain_part_of_a_path_is_refused(String name) {
        assertThatThrownBy(() -> new Settings("127.0.0.1", 0, name, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void another_api_name_is_in_paths_and_errors() {
        try (World world = World.named("carbide")) {
            HttpResponse<String> renamed = world.client.get(Paths.GET.replace("/nico/", "/carbide/"), World.ADMIN);
            HttpResponse<String> usual = world.client.get(Paths.GET, World.ADMIN);

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
