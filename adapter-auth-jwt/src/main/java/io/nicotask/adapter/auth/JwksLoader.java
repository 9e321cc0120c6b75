package io.nicotask.adapter.auth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Loads an issuer's keys, within limits of time and size. */
final class JwksLoader implements AutoCloseable {

    /** Enough for hundreds of keys. */
    private static final int MAX_BYTES = 256 * 1024;

    private final JwksLocation location;
    private final Duration timeout;

    JwksLoader(JwksLocation location, Duration timeout) {
        this.location = location;
        this.timeout = timeout;
    }

    Duration timeout() {
        return timeout;
    }

    /**
     * Loads the public keys. Skips keys that it does not understand, as RFC 7517 (section 5) recommends.
     *
     * @return at least one key
     * @throws IOException when there is none, or it could not be loaded in time
     */
    List<JWK> load() throws IOException, InterruptedException {
        List<JWK> keys = parse(readInTime());
        if (keys.isEmpty()) {
            throw new IOException("The key set has no public key");
        }
        return keys;
    }

    /** Reads on a separate thread, since the HTTP client has no timeout against a server that sends bytes slowly. */
    private byte[] readInTime() throws IOException, InterruptedException {
        FutureTask<byte[]> reading = new FutureTask<>(this::read);
        Thread.ofVirtual().start(reading);
        try {
            return reading.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException("The keys were not received within " + timeout, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            reading.cancel(true);
        }
    }

    private byte[] read() throws IOException, InterruptedException {
        try (InputStream in = location.open()) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("The key set is longer than " + MAX_BYTES + " bytes");
            }
            return bytes;
        }
    }

    private static List<JWK> parse(byte[] text) throws IOException {
        try {
            Map<String, Object> set = JSONObjectUtils.parse(new String(text, StandardCharsets.UTF_8));
            Map<String, Object>[] keys = set == null ? null : JSONObjectUtils.getJSONObjectArray(set, "keys");
            if (keys == null) {
                throw new IOException("The key set has no \"keys\"");
            }
            return Arrays.stream(keys).flatMap(JwksLoader::publicKey).toList();
        } catch (ParseException e) {
            throw new IOException("The key set is not valid JSON", e);
        }
    }

    private static Stream<JWK> publicKey(Map<String, Object> key) {
        try {
            return Stream.ofNullable(JWK.parse(key).toPublicJWK());
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            return Stream.empty();
        }
    }

    @Override
    public void close() {
        location.close();
    }
}
