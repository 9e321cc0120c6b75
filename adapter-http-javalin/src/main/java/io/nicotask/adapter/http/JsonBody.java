package io.nicotask.adapter.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import io.nicotask.adapter.http.ApiResponse.ErrorResponse;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of requests: within the limit, as JSON in UTF-8, into a type. */
final class JsonBody {

    /** The longest body, in bytes. */
    static final int LIMIT = 1 << 20;

    private static final String RECEIVED = JsonBody.class.getName() + ".received";
    private static final byte[] NOTHING = {};

    private final JsonCodec json;
    private final Validator validator;

    JsonBody(JsonCodec json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    /** Waits until all of the body is there, for it to be read later; only then is told what is wrong with it. */
    static void receive(Context context) {
        context.attribute(RECEIVED, received(context));
    }

    /**
     * Reads the body. One that is empty or {@code null} is read as an object without keys.
     *
     * @throws ErrorResponseException when the body is too long, or is not JSON of the type, in this order
     */
    <T> T read(Context context, Class<T> type) {
        Received received = Objects.requireNonNull(context.attribute(RECEIVED));
        if (received.fault() != null) {
            throw new ErrorResponseException(received.fault());
        }
        // Several lines are one value, and no media type (RFC 9110, sections 5.2 and 8.3).
        List<String> types = Collections.list(context.req().getHeaders("Content-Type"));
        if (!MediaType.isJson(String.join(", ", types))) {
            throw new ErrorResponseException(ErrorResponses.UNPARSABLE);
        }
        return parse(received.bytes(), type);
    }

    /**
     * Reads the body, and checks the constraints that its type declares.
     *
     * @param invalid the problem when a constraint is violated; it will name each field
     * @throws ErrorResponseException as the other, and when a constraint is violated
     */
    <T> T read(Context context, Class<T> type, ErrorResponse invalid) {
        T body = read(context, type);
        FieldErrors errors = new FieldErrors();
        for (ConstraintViolation<T> violation : validator.validate(body)) {
            errors.add(violation.getPropertyPath().toString(), violation.getMessage());
        }
        errors.throwIfAny(invalid);
        return body;
    }

    /** What lies beyond the limit is not read. */
    private static Received received(Context context) {
        if (context.req().getContentLengthLong() > LIMIT) {
            return new Received(NOTHING, ErrorResponses.TOO_LARGE);
        }
        try {
            byte[] bytes = context.bodyInputStream().readNBytes(LIMIT + 1);
            return bytes.length > LIMIT ? new Received(NOTHING, ErrorResponses.TOO_LARGE) : new Received(bytes, null);
        } catch (IOException e) {
            // The client went away, or its chunks are malformed: there is no whole body to judge.
            return new Received(NOTHING, ErrorResponses.UNPARSABLE);
        }
    }

    private <T> T parse(byte[] bytes, Class<T> type) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return json.read(text, type);
        } catch (CharacterCodingException | JsonProcessingException e) {
            throw new ErrorResponseException(ErrorResponses.UNPARSABLE);
        }
    }

    /** A whole body, or why there is none. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Received(byte[] bytes, @Nullable ErrorResponse fault) {}
}
