package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.faults.Fault.BODY_MALFORMED;
import static io.nicotask.faults.Fault.BODY_NOT_UTF_8;
import static io.nicotask.faults.Fault.BODY_OVERSIZED;
import static io.nicotask.faults.Fault.BODY_WITH_DUPLICATE_KEYS;
import static io.nicotask.faults.Fault.POOL_EXHAUSTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.nicotask.bootstrap.config.Setting;
import io.nicotask.domain.value.TaskId;
import io.nicotask.faults.Fault;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** More requests than a slow database can serve: cancels get through, and refused clients get a 503. */
final class ServerOverloadTest {

    private static final Duration DELAY = Duration.ofMillis(50);
    private static final String LIST = "/v2/org/demo-org/nico/task?siteId=" + ProxiedDatabase.SITE;

    /** Gives 4 connections to cancels and 8 to other requests. */
    private static final String CONNECTIONS = "16";

    private static ProxiedDatabase proxied;

    @BeforeAll
    static void start() throws SQLException {
        proxied = new ProxiedDatabase(Map.of(Setting.DATABASE_POOL_SIZE, CONNECTIONS));
    }

    @AfterAll
    static void stop() {
        proxied.close();
    }

    @AfterEach
    void remove_the_delay() {
        proxied.proxy().delay(Duration.ZERO);
    }

    @Test
    void cancels_get_through_a_flood_of_lists() {
        List<TaskId> tasks = tasks(5);
        proxied.proxy().delay(DELAY);
        AtomicBoolean stopped = new AtomicBoolean();
        ConcurrentLinkedQueue<HttpResponse<String>> lists = new ConcurrentLinkedQueue<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < 320; client++) {
                clients.execute(() -> {
                    while (!stopped.get()) {
                        lists.add(proxied.get(LIST));
                        pause();
                    }
                });
            }
            await().until(() -> lists.stream().anyMatch(answer -> answer.statusCode() == 503));

            List<HttpReply> cancels = tasks.stream().map(proxied::cancel).toList();
            stopped.set(true);

            assertThat(cancels).extracting(HttpReply::status).containsOnly(202);
        }
        assertThat(lists)
                .extracting(HttpResponse::statusCode)
                .contains(200, 503)
                .containsOnly(200, 503);
        assertThat(lists)
                .filteredOn(answer -> answer.statusCode() == 503)
                .allSatisfy(ServerOverloadTest::assertUnavailable);
    }

    @Test
    void of_too_many_concurrent_cancels_some_get_a_503_and_all_are_decided_when_repeated() {
        List<TaskId> tasks = tasks(160);
        proxied.proxy().delay(DELAY);

        List<HttpReply> replies = Concurrently.all(tasks.stream()
                .<Callable<HttpReply>>map(task -> () -> proxied.cancel(task))
                .toList());

        assertThat(replies).extracting(HttpReply::status).contains(202, 503).containsOnly(202, 503);
        proxied.proxy().delay(Duration.ZERO);
        for (int i = 0; i < tasks.size(); i++) {
            TaskId task = tasks.get(i);
            String outcome = replies.get(i).status() == 202 ? "already-terminated" : "cancelled";
            HttpReply again = await().until(() -> proxied.cancel(task), reply -> reply.status() != 503);
            assertThat(again.header("Cancel-Outcome")).isEqualTo(outcome);
            assertThat(proxied.rows().of("audit", task)).hasSize(1);
        }
        FiredFaults.count(POOL_EXHAUSTED, Layer.PARTS, 1);
    }

    @Test
    void cancels_get_through_beside_two_hundred_slow_clients() throws IOException {
        List<TaskId> tasks = tasks(20);
        List<Socket> slow = new ArrayList<>();
        AtomicBoolean stopped = new AtomicBoolean();
        for (int number = 0; number < 200; number++) {
            slow.add(open(number % 2 == 0 ? "GET " + LIST + " HTT" : partOfACancel(tasks.getFirst())));
        }
        try (ExecutorService trickling = Executors.newVirtualThreadPerTaskExecutor()) {
            trickling.execute(() -> trickle(slow, stopped));

            List<HttpReply> cancels = tasks.stream().map(proxied::cancel).toList();
            stopped.set(true);

            assertThat(cancels).extracting(HttpReply::status).containsOnly(202);
        }
        for (Socket socket : slow) {
            socket.close();
        }
    }

    @Test
    void requests_that_need_no_database_succeed_while_it_is_too_slow_for_the_others() {
        proxied.proxy().delay(DELAY);
        List<Callable<Integer>> flood = IntStream.range(0, 600)
                .<Callable<Integer>>mapToObj(number -> () -> proxied.get(LIST).statusCode())
                .toList();
        List<Callable<Integer>> plain = List.of(
                () -> proxied.get("/healthz").statusCode(),
                () -> proxied.get("/v2/org/demo-org/nico/metadata").statusCode(),
                () -> proxied.get("/openapi.yaml").statusCode());
        List<Callable<Integer>> all = new ArrayList<>(flood);
        all.addAll(plain);

        List<Integer> statuses = Concurrently.all(all);

        assertThat(statuses.subList(flood.size(), all.size())).containsOnly(200);
        assertThat(statuses).contains(503);
    }

    @ParameterizedTest
    @MethodSource
    void client_errors_stay_4xx_while_the_database_is_slow(Fault fault, byte[] body, int status) {
        TaskId task = tasks(1).getFirst();
        String before = proxied.rows().task(task).toString();
        proxied.proxy().delay(DELAY);

        HttpResponse<String> answer = proxied.server()
                .send(proxied.server()
                        .request("/v2/org/demo-org/nico/task/" + task + "/cancel", proxied.token())
                        .POST(BodyPublishers.ofByteArray(body)));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(proxied.rows().task(task)).hasToString(before);
        FiredFaults.count(fault, Layer.PARTS, 1);
    }

    static List<Arguments> client_errors_stay_4xx_while_the_database_is_slow() {
        String site = "\"siteId\":\"" + ProxiedDatabase.SITE + "\"";
        return List.of(
                arguments(BODY_MALFORMED, ("{" + site).getBytes(StandardCharsets.UTF_8), 400),
                arguments(
                        BODY_WITH_DUPLICATE_KEYS,
                        ("{" + site + "," + site + "}").getBytes(StandardCharsets.UTF_8),
                        400),
                arguments(
                        BODY_NOT_UTF_8,
                        ("{" + site + ",\"reason\":\"\u00fc\"}").getBytes(StandardCharsets.ISO_8859_1),
                        400),
                arguments(BODY_OVERSIZED, " ".repeat(1 << 21).getBytes(StandardCharsets.UTF_8), 413));
    }

    private static List<TaskId> tasks(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> proxied.stored().pending().id())
                .toList();
    }

    private static Socket open(String request) throws IOException {
        int port = URI.create(proxied.server().startupReport().url()).getPort();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String partOfACancel(TaskId task) {
        return "POST /v2/org/demo-org/nico/task/" + task + "/cancel HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + proxied.token() + "\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{\"siteId\":";
    }

    /** Sends one byte a second on each connection. */
    private static void trickle(List<Socket> slow, AtomicBoolean stopped) {
        try {
            while (!stopped.get()) {
                for (Socket socket : slow) {
                    socket.getOutputStream().write('P');
                }
                Thread.sleep(1_000);
            }
        } catch (IOException | InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /** Pauses, because the clients share the processors with the server. */
    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private static void assertUnavailable(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.body()).contains("\"Service temporarily unavailable\"");
    }
}
