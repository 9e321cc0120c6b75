package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nicotask.bootstrap.config.Setting;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.tls.TestCertificates;
import io.nicotask.tls.TestCertificates.Identity;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server, and its worker, whose Temporal demands client certificates. */
final class SecuredTemporalServerTest {

    private static final SiteId SITE = DemoOrg.SITE;

    @TempDir
    private Path temporary;

    @Test
    void a_task_runs_and_is_cancelled_over_mutual_tls() throws IOException {
        TestCertificates certificates = new TestCertificates(temporary);
        Identity authority = certificates.authority("authority");
        Identity temporalIdentity = certificates.issue("temporal", authority, "-ext", "san=ip:127.0.0.1");
        Identity client = certificates.issue("client", authority);

        try (ProxiedTemporalSite temporal = new ProxiedTemporalSite();
                TlsProxy tls = new TlsProxy(
                        certificates.serverContext(temporalIdentity, authority), portOf(temporal.target()));
                RunningServer server = new RunningServer(
                        null,
                        Map.of(
                                Setting.TEMPORAL_TARGET, tls.target(),
                                Setting.TEMPORAL_TASK_QUEUE, temporal.queue(),
                                Setting.TEMPORAL_TLS_CA, file("ca.pem", authority.certificate()),
                                Setting.TEMPORAL_TLS_CERTIFICATE, file("client.pem", client.certificate()),
                                Setting.TEMPORAL_TLS_KEY, file("client.key", client.key()),
                                Setting.DEVELOPMENT_ENABLED, "true"))) {
            String token = server.token("demo-org", "PROVIDER_ADMIN");
            TaskId task = submit(server, token);
            await().until(() -> server.task(SITE, task).status() == TaskStatus.RUNNING);

            assertThat(server.cancel(SITE, task, token).statusCode()).isEqualTo(202);

            await().until(() -> server.get(SITE, task, token)
                    .headers()
                    .firstValue("Task-Stop")
                    .orElseThrow()
                    .equals("confirmed"));
            assertThat(temporal.inspector().isRunning(task)).isFalse();
        }
    }

    private static TaskId submit(RunningServer server, String token) throws IOException {
        HttpResponse<String> answer =
                server.post("/v2/org/demo-org/nico/task", token, """
                {"siteId":"%s","rackId":"%s","operation":{"type":"power_control","code":"power_on"}}
                """.formatted(SITE, UUID.randomUUID()));
        assertThat(answer.statusCode()).isEqualTo(201);
        return new TaskId(UUID.fromString(
                new ObjectMapper().readTree(answer.body()).get("id").asText()));
    }

    private static int portOf(String target) {
        return Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(temporary.resolve(name), content).toString();
    }
}
