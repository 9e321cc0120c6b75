package io.nicotask.adapter.workflow;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.nicotask.tls.TestCertificates.Identity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Serves an in-memory Temporal over TLS, as a secured server does: it may demand client certificates and an API key. */
final class SecuredServer implements AutoCloseable {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> NAMESPACE =
            Metadata.Key.of("temporal-namespace", Metadata.ASCII_STRING_MARSHALLER);

    private final Server server;
    private final Set<String> namespaces = ConcurrentHashMap.newKeySet();
    private volatile @Nullable String key;

    /** @param clients the authority of client certificates, which are demanded then, or null */
    SecuredServer(InMemoryServer temporal, Identity identity, @Nullable Identity clients) {
        try {
            SslContextBuilder tls = SslContextBuilder.forServer(stream(identity.certificate()), stream(identity.key()));
            if (clients != null) {
                tls.clientAuth(ClientAuth.REQUIRE).trustManager(stream(clients.certificate()));
            }
            NettyServerBuilder builder = NettyServerBuilder.forAddress(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .sslContext(GrpcSslContexts.configure(tls).build())
                    .intercept(new KeyCheck());
            temporal.register(builder);
            this.server = builder.build().start();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    String target() {
        return "127.0.0.1:" + server.getPort();
    }

    /** Demands this key from now on. */
    void demandKey(String newKey) {
        key = newKey;
    }

    /** Returns the namespaces that headers of calls have named. */
    Set<String> namespaces() {
        return namespaces;
    }

    private static InputStream stream(String pem) {
        return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private final class KeyCheck implements ServerInterceptor {

        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            String namespace = headers.get(NAMESPACE);
            if (namespace != null) {
                namespaces.add(namespace);
            }
            if (key == null || ("Bearer " + key).equals(headers.get(AUTHORIZATION))) {
                return next.startCall(call, headers);
            }
            call.close(Status.UNAUTHENTICATED.withDescription("Request unauthorized."), new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }
}
