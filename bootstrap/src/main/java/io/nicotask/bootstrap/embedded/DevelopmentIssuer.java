package io.nicotask.bootstrap.embedded;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/** Signs development tokens with a key that is kept in the data directory, readable by its owner alone. */
public final class DevelopmentIssuer {

    /** The {@code iss} of its tokens. */
    public static final String ISSUER = "nico-tasks-development";

    /** The {@code aud} of its tokens. */
    public static final String AUDIENCE = "nico-tasks";

    /** The claim that names the org. */
    public static final String ORG_CLAIM = "org";

    /** The claim with the org's name for display. */
    public static final String ORG_NAME_CLAIM = "org_name";

    /** The claim that lists the roles held in the org. */
    public static final String ROLES_CLAIM = "roles";

    private static final String KEY_FILE = "development-key.json";
    private static final String KEY_SET_FILE = "development-jwks.json";

    private final ECKey key;
    private final Path keySet;

    private DevelopmentIssuer(ECKey key, Path keySet) {
        this.key = key;
        this.keySet = keySet;
    }

    /**
     * Loads the issuer whose key is in the directory.
     *
     * @return empty when the directory has no key
     * @throws EmbeddedStartFailed when the key cannot be read
     */
    public static Optional<DevelopmentIssuer> load(Path dataDirectory) {
        Path file = dataDirectory.resolve(KEY_FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new DevelopmentIssuer(ECKey.parse(Files.readString(file)), dataDirectory.resolve(KEY_SET_FILE)));
        } catch (IOException | ParseException e) {
            throw new EmbeddedStartFailed(
                    "The development key %s cannot be read: %s; remove the file to have a new one made."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /**
     * Loads the issuer of a locked directory, creates its key if there is none, and publishes the public half.
     *
     * @throws EmbeddedStartFailed when the key cannot be read or written
     */
    public static DevelopmentIssuer createOrLoad(DataDirectory directory) {
        try {
            Path path = directory.path();
            if (!Files.exists(path.resolve(KEY_FILE))) {
                PrivateFiles.write(path, KEY_FILE, newKey().toJSONString());
            }
            DevelopmentIssuer issuer = load(path).orElseThrow();
            PrivateFiles.write(path, KEY_SET_FILE, new JWKSet(issuer.key.toPublicJWK()).toString());
            return issuer;
        } catch (IOException e) {
            throw new EmbeddedStartFailed("The development key cannot be written: %s.".formatted(e), e);
        }
    }

    /** Returns the file with the public key, as a JWK set. */
    public Path keySet() {
        return keySet;
    }

    /** Returns a token for this caller that is valid from {@code now} for {@code lifetime} (whole seconds). */
    public String token(DevelopmentCaller caller, Duration lifetime, Instant now) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(caller.subject())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .claim(ORG_CLAIM, caller.org())
                .claim(ORG_NAME_CLAIM, caller.org())
                .claim(ROLES_CLAIM, caller.roles())
                .claim("given_name", caller.subject())
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("A P-256 key signs ES256", e);
        }
        return token.serialize();
    }

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("Every JDK makes P-256 keys", e);
        }
    }
}
