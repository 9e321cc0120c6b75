package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestIdTest {

    private static final String LONGEST = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
            + "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789AB._-z";

    private HttpFixture fixture;

    @BeforeEach
    void start() {
        fixture = HttpFixture.running();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "req-1_2.3", LONGEST})
    void a_well_formed_id_is_used(String id) {
        HttpResponse<String> response = fixture.client.get("/healthz", HttpFixture.ADMIN, "X-Request-ID", id);

        assertThat(idsOf(response)).containsExactly(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "é", "a,b", LONGEST + "x"})
    void any_other_id_is_replaced(String id) {
        HttpResponse<String> response = fixture.client.get("/healthz", HttpFixture.ADMIN, "X-Request-ID", id);

        assertThat(idsOf(response)).containsExactly("made-1");
    }

    @Test
    void a_request_without_an_id_gets_one() {
        HttpResponse<String> first = fixture.client.get("/healthz", HttpFixture.ADMIN);
        HttpResponse<String> second = fixture.client.get("/healthz", HttpFixture.ADMIN);

        assertThat(idsOf(first)).containsExactly("made-1");
        assertThat(idsOf(second)).containsExactly("made-2");
    }

    @ParameterizedTest
    @CsvSource({"/nowhere, 404", "/v2/org/demo-org/nico/task/x/cancel, 405", "/v2/org/demo-org/nico/task/x, 403"})
    void errors_have_the_request_id_too(String path, int status) {
        HttpResponse<String> response = fixture.client.get(path, HttpFixture.MEMBER, "X-Request-ID", "mine");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(idsOf(response)).containsExactly("mine");
    }

    private static List<String> idsOf(HttpResponse<String> response) {
        return response.headers().allValues("X-Request-ID");
    }
}
