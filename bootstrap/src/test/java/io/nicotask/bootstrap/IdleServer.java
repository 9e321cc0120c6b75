package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import io.nicotask.domain.value.SiteId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A server with its own issuers and organizations, on which no task runs: every change in its database comes from the
 * request under test.
 */
final class IdleServer implements AutoCloseable {

    static final String ORG = "acme";
    static final String ORG_WITHOUT_PROVIDER = "no-provider";

    /** An org with its own provider, whose members come from the machines' issuer alone. */
    static final String RESERVED_ORG = "robots";

    /** An org whose members come from the partners' issuer alone, with the roles in its tokens. */
    static final String PARTNER_ORG = "beta-org";

    static final String PARTNERS = "https://partners.example.com";

    static final String MACHINES = "https://machines.example.com";

    /** An issuer whose keys were never reachable. */
    static final String ABSENT = "https://absent.example.com";

    /** The id of every request to this server. */
    static final String REQUEST_ID = "request-of-a-test";

    static final SiteId SITE = site(1);
    static final SiteId SECOND_SITE = site(2);
    static final SiteId SITE_WITHOUT_FLOW = site(3);
    static final SiteId FOREIGN_SITE = site(4);
    static final SiteId UNKNOWN_SITE = site(5);

    private final RunningServer server;
    private final DatabaseRows rows;

    IdleServer() {
        this.server = new RunningServer(configuration(), TemporalUnderTest.flags());
        this.rows = server.rows();
    }

    DatabaseRows rows() {
        return rows;
    }

    /** Creates tasks at the first site. */
    StoredTasks tasks() {
        return tasksAt(SITE);
    }

    StoredTasks tasksAt(SiteId site) {
        return new StoredTasks(server, site);
    }

    HttpRequest.Builder request(String path) {
        return server.request(path);
    }

    HttpReply send(HttpRequest.Builder request) {
        HttpResponse<String> answer = server.send(request.header("X-Request-ID", REQUEST_ID));
        assertThat(answer.headers().allValues("X-Request-ID")).containsExactly(REQUEST_ID);
        return HttpReply.of(answer);
    }

    /** Sends a request, and checks that it changes no row. */
    HttpReply assertChangesNothing(Supplier<HttpReply> request) {
        List<String> before = rowsAtRest();
        HttpReply reply = request.get();
        assertThat(rows.all()).isEqualTo(before);
        return reply;
    }

    /** Sends a request, and checks that it adds only the audit entry of its denial. */
    HttpReply assertAddsOnly(AuditedDenial denial, Supplier<HttpReply> request) {
        List<String> before = rowsAtRest();
        HttpReply reply = request.get();
        assertThat(rows.addedTo(before)).singleElement().matches(denial::matches, "is the entry of " + denial);
        return reply;
    }

    /** Returns every row, once the relay has delivered what earlier tests have left. */
    List<String> rowsAtRest() {
        await().until(rows::haveNoOpenDelivery);
        return rows.all();
    }

    HttpReply get(String path, String token) {
        return send(server.request(path, token));
    }

    HttpReply post(String path, String token, String body) {
        return post(path, token, body, "application/json");
    }

    /** Sends each character of the body as one byte. */
    HttpReply post(String path, String token, String body, @Nullable String contentType) {
        HttpRequest.Builder request = server.request(path, token)
                .POST(BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.ISO_8859_1)));
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        return send(request);
    }

    @Override
    public void close() {
        rows.close();
        server.close();
    }

    private static SiteId site(int number) {
        return new SiteId(new UUID(0x660e8400_e29b_41d4L, 0xa716_4466_5544_0000L + number));
    }

    private static Path configuration() {
        try {
            Path keys = Files.createTempFile("keys", ".json");
            keys.toFile().deleteOnExit();
            Files.writeString(keys, new JWKSet(BearerTokenBuilder.KEY.toPublicJWK()).toString());
            Path file = Files.createTempFile("idle-server", ".yaml");
            file.toFile().deleteOnExit();
            return Files.writeString(file, issuers(keys) + organizations());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static String issuers(Path keys) {
        return """
                issuers:
                  - name: people
                    issuer: %s
                    jwks: %s
                    audiences: [another-api, %s]
                    scopes: [%s]
                    claimMappings:
                      - {orgAttribute: org, rolesAttribute: roles}
                      - {orgRolesAttribute: org_roles}
                  - name: partners
                    issuer: %s
                    jwks: %s
                    claimMappings:
                      - {orgName: %s, rolesAttribute: realm_access.roles}
                  - name: machines
                    issuer: %s
                    jwks: %s
                    claimMappings:
                      - {orgName: %s, isServiceAccount: true}
                  - name: absent
                    issuer: %s
                    jwks: http://127.0.0.1:1/jwks.json
                    jwksTimeout: 1s
                    claimMappings:
                      - {orgName: ghosts, roles: [PROVIDER_ADMIN]}
                """.formatted(
                        BearerTokenBuilder.ISSUER,
                        keys,
                        BearerTokenBuilder.AUDIENCE,
                        BearerTokenBuilder.SCOPE,
                        PARTNERS,
                        keys,
                        PARTNER_ORG,
                        MACHINES,
                        keys,
                        RESERVED_ORG,
                        ABSENT);
    }

    private static String organizations() {
        return """
                organizations:
                  - org: %s
                    provider: 550e8400-e29b-41d4-a716-446655440001
                    sites:
                      - id: %s
                      - id: %s
                      - {id: %s, flowEnabled: false}
                  - org: %s
                    provider: 550e8400-e29b-41d4-a716-446655440002
                    sites:
                      - id: %s
                """.formatted(ORG, SITE, SECOND_SITE, SITE_WITHOUT_FLOW, RESERVED_ORG, FOREIGN_SITE);
    }
}
