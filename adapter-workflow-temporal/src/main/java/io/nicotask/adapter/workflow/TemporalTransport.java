package io.nicotask.adapter.workflow;

import io.grpc.Status;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the server of an own connection is reached. Equal ones can share a channel.
 *
 * @param target the server's gRPC address
 * @param tls the options of TLS, or null for plain text
 * @param apiKey supplies the API key, or null when there is none; never without TLS
 */
record TemporalTransport(
        String target, @Nullable TlsOptions tls, @Nullable Supplier<String> apiKey) {

    /** What a header can carry: RFC 6750 allows no other characters in a bearer token either. */
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]+");

    static TemporalTransport plainTo(String target) {
        return new TemporalTransport(SiteEndpoint.requireNotBlank(target, "target"), null, null);
    }

    TlsOptions tlsOrDefault() {
        return tls == null ? TlsOptions.DEFAULT : tls;
    }

    TemporalTransport withTls(TlsOptions changed) {
        return new TemporalTransport(target, changed, apiKey);
    }

    TemporalTransport withApiKey(Supplier<String> key) {
        return new TemporalTransport(target, tls, key);
    }

    WorkflowServiceStubsOptions.Builder stubsOptions() {
        WorkflowServiceStubsOptions.Builder options =
                WorkflowServiceStubsOptions.newBuilder().setTarget(target);
        if (tls != null) {
            options.setSslContext(tls.sslContext());
            String serverName = tls.serverName();
            if (serverName != null) {
                options.setChannelInitializer(channel -> channel.overrideAuthority(serverName));
            }
        }
        if (apiKey != null) {
            options.addApiKey(() -> currentKey(apiKey));
        }
        return options;
    }

    /** Fails the call like a server that refuses the key; the text of the fault stays out, since it may contain the key. */
    private static String currentKey(Supplier<String> apiKey) {
        String key;
        try {
            key = apiKey.get();
        } catch (RuntimeException fault) {
            throw Status.UNAUTHENTICATED
                    .withDescription(
                            "the key could not be read: " + fault.getClass().getSimpleName())
                    .asRuntimeException();
        }
        if (key == null || !KEY.matcher(key).matches()) {
            throw Status.UNAUTHENTICATED
                    .withDescription("the key is empty, or has characters that no key has")
                    .asRuntimeException();
        }
        return key;
    }

    @Override
    public String toString() {
        return target + (tls == null ? "" : " over TLS") + (apiKey == null ? "" : " with an API key");
    }
}
