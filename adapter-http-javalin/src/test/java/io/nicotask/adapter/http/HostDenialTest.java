package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.user.AuthorizeProvider;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** A policy of a host denies for a reason that has nothing to do with the roles of NICo. */
final class HostDenialTest {

    @Test
    void the_denial_names_the_org_and_no_role() {
        try (HttpFixture fixture =
                HttpFixture.authorizingBy(command -> new AuthorizeProvider.Result.Denied(DenialReason.NOT_PERMITTED))) {
            HttpResponse<String> response = fixture.client.get(Paths.GET, HttpFixture.ADMIN);

            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body()).contains("User is not permitted to do this for org: " + HttpFixture.ORG);
        }
    }
}
