package io.nicotask.bootstrap;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.HandlerRegistry;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC proxy to a Temporal server that injects faults into single calls. Only calls of relays and reconcilers fail;
 * workers get through.
 */
final class TemporalFaultProxy implements AutoCloseable {

    private static final Set<String> FAULTY = Set.of(
            "StartWorkflowExecution", "TerminateWorkflowExecution", "DescribeWorkflowExecution", "DescribeNamespace");

    /** Calls share a limit of one second: one slow call is in time, two one after the other are not. */
    private static final long SLOW_MILLIS = 600;

    private final Map<Kind, AtomicInteger> fired = new EnumMap<>(Kind.class);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ManagedChannel channel;
    private final Server server;
    private volatile @Nullable Kind kind;

    /** The faults of a call. */
    enum Kind {
        UNAVAILABLE(Code.UNAVAILABLE),
        THROTTLED(Code.RESOURCE_EXHAUSTED),
        DENIED(Code.PERMISSION_DENIED),
        UNAUTHENTICATED(Code.UNAUTHENTICATED),
        /** The call gets no response and has no effect. */
        SILENT(Code.OK),
        /** The call has its effect, and then fails. */
        REPLY_LOST(Code.UNAVAILABLE),
        SLOW(Code.OK);

        private final Code code;

        Kind(Code code) {
            this.code = code;
        }
    }

    /** Creates a proxy to the server at {@code host:port}. */
    TemporalFaultProxy(String target) {
        for (Kind each : Kind.values()) {
            fired.put(each, new AtomicInteger());
        }
        this.channel = Grpc.newChannelBuilder(target, InsecureChannelCredentials.create())
                .build();
        try {
            this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .executor(threads)
                    .fallbackHandlerRegistry(new AnyMethod())
                    .build()
                    .start();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** Returns the address for clients, {@code host:port}. */
    String target() {
        return "127.0.0.1:" + server.getPort();
    }

    /** Injects this fault into every further call. */
    void begin(Kind each) {
        kind = each;
    }

    /** Lets every further call pass. */
    void passAll() {
        kind = null;
    }

    /** Returns how often this fault was injected. */
    int fired(Kind each) {
        return fired.get(each).get();
    }

    @Override
    public void close() {
        server.shutdownNow();
        channel.shutdownNow();
        threads.shutdownNow();
    }

    private void handle(
            MethodDescriptor<byte[], byte[]> method,
            Metadata headers,
            byte[] request,
            ServerCall<byte[], byte[]> call) {
        Kind now = FAULTY.contains(method.getBareMethodName()) ? kind : null;
        if (now != null) {
            fired.get(now).incrementAndGet();
        }
        switch (now) {
            case null -> pass(method, headers, request, call, null);
            case SILENT -> {}
            case REPLY_LOST -> pass(method, headers, request, call, now.code);
            case SLOW -> {
                pause();
                pass(method, headers, request, call, null);
            }
            case UNAVAILABLE, THROTTLED, DENIED, UNAUTHENTICATED ->
                call.close(now.code.toStatus().withDescription("injected"), new Metadata());
        }
    }

    /** Forwards the call to the real server, and returns its response, or the given status instead. */
    private void pass(
            MethodDescriptor<byte[], byte[]> method,
            Metadata headers,
            byte[] request,
            ServerCall<byte[], byte[]> call,
            @Nullable Code instead) {
        ClientCall<byte[], byte[]> real = channel.newCall(method, CallOptions.DEFAULT);
        real.start(new ResponseListener(call, instead), headers);
        real.request(2);
        real.sendMessage(request);
        real.halfClose();
    }

    private static void pause() {
        try {
            Thread.sleep(SLOW_MILLIS);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Receives the real server's response. */
    private static final class ResponseListener extends ClientCall.Listener<byte[]> {

        private final ServerCall<byte[], byte[]> call;
        private final @Nullable Code instead;
        private byte @Nullable [] message;

        ResponseListener(ServerCall<byte[], byte[]> call, @Nullable Code instead) {
            this.call = call;
            this.instead = instead;
        }

        @Override
        public void onMessage(byte[] answer) {
            message = answer;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (instead != null) {
                call.close(instead.toStatus().withDescription("injected after " + status.getCode()), new Metadata());
                return;
            }
            if (message != null) {
                call.sendHeaders(new Metadata());
                call.sendMessage(message);
            }
            call.close(status, trailers);
        }
    }

    /** Accepts every method. */
    private final class AnyMethod extends HandlerRegistry {

        @Override
        public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
            MethodDescriptor<byte[], byte[]> method = MethodDescriptor.newBuilder(new RawBytes(), new RawBytes())
                    .setType(MethodType.UNARY)
                    .setFullMethodName(name)
                    .build();
            return ServerMethodDefinition.create(method, (call, headers) -> {
                call.request(2);
                return new ServerCall.Listener<>() {
                    private byte[] request = new byte[0];

                    @Override
                    public void onMessage(byte[] message) {
                        request = message;
                    }

                    @Override
                    public void onHalfClose() {
                        handle(method, headers, request, call);
                    }
                };
            });
        }
    }

    /** Passes messages on as bytes. */
    private static final class RawBytes implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException fault) {
                throw new UncheckedIOException(fault);
            }
        }
    }
}
