package io.nicotask.adapter.workflow;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The options of TLS.
 *
 * @param authorities the trusted certificate authorities; empty for those of the Java runtime
 * @param certificate the client's certificate and its intermediates; empty when it has none
 * @param key the private key of the client's certificate, or null when it has none
 * @param serverName the name that the server's certificate must have, or null for the target's host
 */
record TlsOptions(
        List<X509Certificate> authorities,
        List<X509Certificate> certificate,
        @Nullable PrivateKey key,
        @Nullable String serverName) {

    static final TlsOptions DEFAULT = new TlsOptions(List.of(), List.of(), null, null);

    TlsOptions trusting(String pem) {
        return new TlsOptions(PemParser.certificates(pem, "trusted authority"), certificate, key, serverName);
    }

    TlsOptions withClientCertificate(String certificatePem, String keyPem) {
        List<X509Certificate> chain = PemParser.certificates(certificatePem, "client certificate");
        return new TlsOptions(authorities, chain, PemParser.privateKey(keyPem, chain.getFirst()), serverName);
    }

    TlsOptions withServerName(String name) {
        return new TlsOptions(authorities, certificate, key, name);
    }

    SslContext sslContext() {
        SslContextBuilder builder = GrpcSslContexts.forClient();
        if (!authorities.isEmpty()) {
            builder.trustManager(authorities);
        }
        if (key != null) {
            builder.keyManager(key, certificate);
        }
        try {
            return builder.build();
        } catch (SSLException unusable) {
            throw new IllegalStateException("TLS cannot be set up with these certificates", unusable);
        }
    }

    @Override
    public String toString() {
        return "TLS";
    }
}
