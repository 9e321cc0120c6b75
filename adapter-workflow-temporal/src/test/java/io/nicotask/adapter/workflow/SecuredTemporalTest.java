package io.nicotask.adapter.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.StartResult.Started;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.tls.TestCertificates;
import io.nicotask.tls.TestCertificates.Identity;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engine and worker against a Temporal behind TLS, client certificates and API keys. */
class SecuredTemporalTest {

    private static final String KEY = "the-key-of-this-test";
    private static final String[] LOOPBACK = {"-ext", "san=ip:127.0.0.1"};

    @TempDir
    private static Path temporary;

    private static TestTemporal temporal;
    private static Identity authority;
    private static Identity otherAuthority;
    private static Identity server;
    private static Identity expired;
    private static Identity elsewhere;
    private static Identity client;

    private final TemporalSiteFixture at = new TemporalSiteFixture();
    private final Task task = at.aPendingTask();

    @BeforeAll
    static void start() {
        TestCertificates certificates = new TestCertificates(temporary);
        authority = certificates.authority("authority");
        otherAuthority = certificates.authority("other");
        server = certificates.issue("server", authority, LOOPBACK);
        expired = certificates.issue(
                "expired", authority, "-ext", "san=ip:127.0.0.1", "-startdate", "-2d", "-validity", "1");
        elsewhere = certificates.issue("elsewhere", authority, "-ext", "san=dns:temporal.example");
        client = certificates.issue("client", authority);
        temporal = TestTemporal.start();
    }

    @AfterAll
    static void stop() {
        temporal.close();
    }

    @Test
    void an_engine_that_trusts_the_authority_starts_describes_and_terminates() {
        try (SecuredServer secured = temporal.secured(server, null);
                TemporalEngine engine = engineOver(trusting(secured))) {
            assertThat(engine.start(task)).isInstanceOf(Started.class);
            assertThat(engine.describe(at.site, task.id())).isInstanceOf(WorkflowDescription.Open.class);

            engine.terminate(at.site, task.id(), "test");
        }
        temporal.awaitClosed(task.id(), CloseStatus.TERMINATED);
    }

    @Test
    void a_worker_with_a_client_certificate_completes_a_workflow() {
        try (SecuredServer secured = temporal.secured(server, authority);
                TemporalEngine engine =
                        engineOver(trusting(secured).clientCertificate(client.certificate(), client.key()))) {
            engine.startWorkers(List.of(at.site), at.useCases());

            at.start(engine, task);
            temporal.awaitClosed(task.id(), CloseStatus.COMPLETED);
        }

        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    void a_server_under_another_name_is_reached_by_that_name() {
        try (SecuredServer secured = temporal.secured(elsewhere, null);
                TemporalEngine engine = engineOver(trusting(secured).serverName("temporal.example"))) {
            assertThat(engine.start(task)).isInstanceOf(Started.class);
        }
    }

    @Test
    void a_server_with_a_certificate_for_another_name_is_unavailable() {
        try (SecuredServer secured = temporal.secured(elsewhere, null)) {
            assertUnavailable(
                    trusting(secured), "TLS: No subject alternative names matching IP address 127.0.0.1 found");
        }
    }

    @Test
    void a_server_with_an_expired_certificate_is_unavailable() {
        try (SecuredServer secured = temporal.secured(expired, null)) {
            assertUnavailable(trusting(secured), "TLS: NotAfter: ");
        }
    }

    @Test
    void a_server_of_another_authority_is_unavailable() {
        try (SecuredServer secured = temporal.secured(server, null)) {
            TemporalServer reached = TemporalEngine.at(secured.target());
            String reason = "TLS: unable to find valid certification path";
            assertUnavailable(reached.trusting(otherAuthority.certificate()), reason);
            assertUnavailable(reached.tls(), reason);
        }
    }

    @Test
    void a_server_that_demands_a_client_certificate_is_unavailable_without_one() {
        try (SecuredServer secured = temporal.secured(server, authority)) {
            assertUnavailable(trusting(secured), "ALERT_CERTIFICATE_REQUIRED");
        }
    }

    @Test
    void a_refused_key_is_named_and_another_one_works_without_a_restart() {
        AtomicReference<String> key = new AtomicReference<>("wrong-" + KEY);
        try (SecuredServer secured = temporal.secured(server, null);
                TemporalEngine engine = engineOver(trusting(secured).apiKey(key::get))) {
            secured.demandKey(KEY);
            engine.startWorkers(List.of(at.site), at.useCases());

            assertUnavailable(engine, "refused the API key: UNAUTHENTICATED (Request unauthorized.)");
            key.set(KEY);
            at.start(engine, task);
            temporal.awaitClosed(task.id(), CloseStatus.COMPLETED);

            secured.demandKey("rotated-" + KEY);
            assertUnavailable(engine, "refused the API key");
            key.set("rotated-" + KEY);
            Task next = at.aPendingTask();
            at.start(engine, next);
            temporal.awaitClosed(next.id(), CloseStatus.COMPLETED);
            assertThat(secured.namespaces()).containsExactly(TestTemporal.NAMESPACE);
        }
    }

    @Test
    void without_a_key_that_can_be_sent_the_engine_is_unavailable() {
        try (SecuredServer secured = temporal.secured(server, null)) {
            assertUnavailable(
                    trusting(secured).apiKey(() -> {
                        throw new IllegalStateException(KEY);
                    }),
                    "refused the API key: UNAUTHENTICATED (the key could not be read: IllegalStateException)");
            assertUnavailable(
                    trusting(secured).apiKey(() -> KEY + "\n"),
                    "refused the API key: UNAUTHENTICATED (the key is empty, or has characters that no key has)");
        }
    }

    @Test
    void a_key_is_never_sent_as_plain_text() {
        assertUnavailable(TemporalEngine.at(temporal.target()).apiKey(() -> KEY), "TLS: ");
    }

    private static TemporalServer trusting(SecuredServer secured) {
        return TemporalEngine.at(secured.target()).trusting(authority.certificate());
    }

    private TemporalEngine engineOver(TemporalServer connection) {
        return connection
                .site(at.site, at.queue)
                .callLimit(Duration.ofMinutes(5))
                .build();
    }

    private void assertUnavailable(TemporalServer connection, String reason) {
        try (TemporalEngine engine = engineOver(connection)) {
            assertUnavailable(engine, reason);
        }
    }

    /** Whatever fails, no text of it contains a key. */
    private void assertUnavailable(TemporalEngine engine, String reason) {
        assertThatThrownBy(() -> engine.start(task))
                .isInstanceOf(WorkflowEngineUnavailable.class)
                .hasMessageContaining(reason)
                .hasMessageMatching("[^\n]*");
        StringWriter trace = new StringWriter();
        catchThrowable(() -> engine.describe(at.site, task.id())).printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).contains(reason).doesNotContain(KEY).doesNotContain("PRIVATE KEY");
    }
}
