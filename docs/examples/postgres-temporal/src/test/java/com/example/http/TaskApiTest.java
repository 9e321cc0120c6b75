package com.example.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.LocalServices;
import io.javalin.Javalin;
import io.nicotask.adapter.persistence.JdbiStorage;
import io.nicotask.adapter.persistence.PersistenceModule.Organization;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.application.NicoTasks;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class TaskApiTest {

    private static final SiteId SITE = new SiteId(UUID.randomUUID());
    private static final String TASKS = "/tasks/v2/org/acme/nico/task";
    private static LocalServices services;
    private static JdbiStorage storage;

    private final NicoTasks tasks = NicoTasks.builder()
            .storage(storage)
            .engine(WorkflowEngine.none())
            .access(ProviderAdminPolicy::new)
            .build();
    private final Javalin server =
            new TaskApi(services.database(), storage, tasks).server().start("127.0.0.1", 0);
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @BeforeAll
    static void start() throws Exception {
        services = new LocalServices();
        storage = JdbiStorage.on(services.database()).schema("nico").build();
        storage.upsertOrganizations(List.of(new Organization(
                TaskApi.ORG, new ProviderId(UUID.randomUUID()), List.of(new OrganizationSite(SITE, true)))));
    }

    @AfterAll
    static void stop() throws Exception {
        services.close();
    }

    @AfterEach
    void close() {
        browser.close();
        server.stop();
        tasks.close();
    }

    @Test
    void a_user_with_a_session_submits_a_task_with_its_order_and_cancels_it() throws Exception {
        login("jane");
        HttpResponse<String> submitted = submit();
        assertThat(submitted.statusCode()).isEqualTo(201);
        String task = submitted.headers().firstValue("Location").orElseThrow();
        assertThat(task).startsWith(TASKS + "/");
        assertThat(services.number("select count(*) from customer_order where customer = 'jane'")).isEqualTo(1);

        HttpResponse<String> cancelled =
                post(task.replaceFirst("\\?.*", "/cancel"), "application/json", "{\"siteId\": \"" + SITE + "\"}");

        assertThat(cancelled.statusCode()).isEqualTo(202);
        assertThat(cancelled.body()).contains("\"status\":\"Terminated\"");
    }

    @Test
    void a_request_without_a_session_is_refused() throws Exception {
        assertThat(submit().statusCode()).isEqualTo(401);
    }

    @Test
    void a_task_whose_order_cannot_be_stored_is_not_submitted() throws Exception {
        login("longer+than+the+column+allows");
        long before = services.number("select count(*) from nico.task");

        assertThat(submit().statusCode()).isEqualTo(503);

        assertThat(services.number("select count(*) from nico.task")).isEqualTo(before);
    }

    private void login(String user) throws Exception {
        assertThat(post("/login", "application/x-www-form-urlencoded", "user=" + user).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> submit() throws Exception {
        return post(TASKS, "application/json", """
                {"siteId": "%s", "rackId": "%s", "operation": {"type": "power_control", "code": "power_on"}}
                """.formatted(SITE, UUID.randomUUID()));
    }

    private HttpResponse<String> post(String path, String type, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build();
        return browser.send(request, BodyHandlers.ofString());
    }
}
