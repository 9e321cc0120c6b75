package io.nicotask.bootstrap.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentIssuerTest {

    private static final DevelopmentCaller CALLER =
            new DevelopmentCaller("nico", "demo-org", List.of("PROVIDER_ADMIN", "OTHER"));
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @TempDir
    private Path temporary;

    private DataDirectory directory;

    @BeforeEach
    void lock_the_directory() {
        directory = DataDirectory.open(temporary);
    }

    @AfterEach
    void unlock_the_directory() {
        directory.close();
    }

    @Test
    void a_token_is_verified_by_the_published_keys_and_carries_the_caller() throws Exception {
        DevelopmentIssuer issuer = DevelopmentIssuer.createOrLoad(directory);

        JWTClaimsSet claims = verified(issuer.token(CALLER, Duration.ofHours(1), now), issuer.keySet());

        assertThat(claims.getIssuer()).isEqualTo("nico-tasks-development");
        assertThat(claims.getAudience()).containsExactly("nico-tasks");
        assertThat(claims.getSubject()).isEqualTo("nico");
        assertThat(claims.getIssueTime()).isEqualTo(now);
        assertThat(claims.getExpirationTime()).isEqualTo(now.plus(Duration.ofHours(1)));
        assertThat(claims.getStringClaim("org")).isEqualTo("demo-org");
        assertThat(claims.getStringClaim("org_name")).isEqualTo("demo-org");
        assertThat(claims.getStringListClaim("roles")).containsExactly("PROVIDER_ADMIN", "OTHER");
    }

    @Test
    void a_later_start_keeps_the_key() throws Exception {
        String token = DevelopmentIssuer.createOrLoad(directory).token(CALLER, Duration.ofHours(1), now);

        DevelopmentIssuer later = DevelopmentIssuer.createOrLoad(directory);

        assertThat(verified(token, later.keySet()).getSubject()).isEqualTo("nico");
    }

    @Test
    void the_key_can_be_loaded_while_the_server_has_locked_the_directory() throws Exception {
        DevelopmentIssuer server = DevelopmentIssuer.createOrLoad(directory);

        DevelopmentIssuer command = DevelopmentIssuer.load(temporary).orElseThrow();

        String token = command.token(CALLER, Duration.ofHours(1), now);
        assertThat(verified(token, server.keySet()).getSubject()).isEqualTo("nico");
    }

    @Test
    void loading_creates_no_key() {
        assertThat(DevelopmentIssuer.load(temporary)).isEmpty();

        assertThat(temporary.resolve("development-key.json")).doesNotExist();
    }

    @Test
    void the_key_is_readable_by_its_owner_alone_and_never_published() throws Exception {
        DevelopmentIssuer issuer = DevelopmentIssuer.createOrLoad(directory);

        Path key = temporary.resolve("development-key.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(key)).contains("\"d\":");
        assertThat(Files.readString(issuer.keySet())).contains("\"x\":").doesNotContain("\"d\":");
        assertThat(temporary).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void a_broken_key_is_named_and_left_unchanged() throws Exception {
        Path key = Files.writeString(temporary.resolve("development-key.json"), "{");

        assertThatThrownBy(() -> DevelopmentIssuer.createOrLoad(directory))
                .isInstanceOf(EmbeddedStartFailed.class)
                .hasMessageContaining(key.getFileName().toString());
        assertThat(key).hasContent("{");
    }

    private static JWTClaimsSet verified(String token, Path keySet) throws Exception {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        var keys = new ImmutableJWKSet<>(JWKSet.load(keySet.toFile()));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, keys));
        return processor.process(token, null);
    }
}
