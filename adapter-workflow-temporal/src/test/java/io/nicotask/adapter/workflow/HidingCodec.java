package io.nicotask.adapter.workflow;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.context.HasWorkflowSerializationContext;
import io.temporal.payload.context.SerializationContext;
import java.util.List;

/** A codec of a host that makes payloads unreadable without it, with the id of the workflow as its key. */
final class HidingCodec implements PayloadCodec {

    static final String ENCODING = "binary/hidden";

    private static final String METADATA = "encoding";

    private final String key;

    private HidingCodec(String key) {
        this.key = key;
    }

    static DataConverter converter() {
        return new CodecDataConverter(DefaultDataConverter.STANDARD_INSTANCE, List.of(new HidingCodec("")), true);
    }

    static boolean isHidden(Payload payload) {
        return payload.getMetadataOrThrow(METADATA).toStringUtf8().equals(ENCODING);
    }

    @Override
    public PayloadCodec withContext(SerializationContext context) {
        return context instanceof HasWorkflowSerializationContext workflow
                ? new HidingCodec(workflow.getWorkflowId())
                : this;
    }

    @Override
    public List<Payload> encode(List<Payload> payloads) {
        return payloads.stream()
                .map(payload -> Payload.newBuilder()
                        .putMetadata(METADATA, ByteString.copyFromUtf8(ENCODING))
                        .setData(hide(payload.toByteString()))
                        .build())
                .toList();
    }

    @Override
    public List<Payload> decode(List<Payload> payloads) {
        return payloads.stream()
                .map(payload -> isHidden(payload) ? reveal(payload) : payload)
                .toList();
    }

    private Payload reveal(Payload hidden) {
        try {
            return Payload.parseFrom(hide(hidden.getData()));
        } catch (InvalidProtocolBufferException otherKey) {
            throw new IllegalArgumentException("Not encoded for this workflow", otherKey);
        }
    }

    private ByteString hide(ByteString text) {
        byte[] bytes = text.toByteArray();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= (byte) (key.isEmpty() ? 42 : key.charAt(i % key.length()));
        }
        return ByteString.copyFrom(bytes);
    }
}
