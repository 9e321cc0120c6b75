package io.nicotask.bootstrap.wiring;

import io.nicotask.adapter.workflow.TemporalServer;
import io.nicotask.bootstrap.config.InvalidSettings;
import io.nicotask.bootstrap.config.Settings;
import io.nicotask.bootstrap.config.Settings.SiteTemporal;
import io.nicotask.bootstrap.config.Settings.Tls;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * TLS and API key of a Temporal, as the settings say. The files of TLS are read once; that of the key is read for each call.
 *
 * @param tls turns on TLS, or null for plain text
 * @param apiKey supplies the key, or null when there is none; without TLS there is none
 */
record TemporalSecurity(
        @Nullable UnaryOperator<TemporalServer> tls,
        @Nullable Supplier<String> apiKey) {

    /** Returns the defaults of all sites. */
    static TemporalSecurity of(Settings.Temporal temporal) {
        return new TemporalSecurity(null, null)
                .overriddenBy(temporal.tls(), apiKey("temporal", temporal.apiKey(), temporal.apiKeyFile()), "temporal");
    }

    /** Returns those of a site, whose settings are at the path. */
    TemporalSecurity overriddenBy(SiteTemporal site, String path) {
        return overriddenBy(site.tls(), apiKey(path, site.apiKey(), site.apiKeyFile()), path);
    }

    private TemporalSecurity overriddenBy(@Nullable Tls newTls, @Nullable Supplier<String> newKey, String path) {
        boolean isOff = newTls != null && Boolean.FALSE.equals(newTls.enabled());
        if (isOff && newKey != null) {
            throw new InvalidSettings("The API key of " + path + " needs TLS, but " + path + ".tls.enabled is false.");
        }
        return isOff
                ? new TemporalSecurity(null, null)
                : new TemporalSecurity(
                        newTls == null ? tls : TlsFiles.read(newTls, path + ".tls"), newKey == null ? apiKey : newKey);
    }

    TemporalServer applyTo(TemporalServer plain) {
        TemporalServer secured = tls == null ? plain : tls.apply(plain);
        return apiKey == null ? secured : secured.apiKey(apiKey);
    }

    private static @Nullable Supplier<String> apiKey(String path, @Nullable String key, @Nullable Path file) {
        if (file == null) {
            return key == null ? null : ApiKey.fixed(path + ".apiKey", key);
        }
        if (key != null) {
            throw new InvalidSettings(
                    "Of the settings " + path + ".apiKey and " + path + ".apiKeyFile only one can be set.");
        }
        return ApiKey.in(path + ".apiKeyFile", file);
    }
}
