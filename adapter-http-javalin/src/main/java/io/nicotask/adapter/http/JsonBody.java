package io.nicotask.adapter.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import io.nicotask.adapter.http.ApiResponse.ErrorResponse;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;

/** Reads request bodies: JSON in UTF-8, of limited length, into a type. */
final class JsonBody {

    /** The maximum length of a body, in bytes. */
    static final int LIMIT = 1 << 20;

    private static final String RECEIVED = JsonBody.class.getName() + ".received";
    private static final byte[] NOTHING = {};

    private final JsonCodec json;
    /** Messages do not depend on the locale of the machine, and evaluate no expressions. */
    private final Validator validator = Validation.byProvider(HibernateValidator.class)
            .configure()
            .messageInterpolator(new ParameterMessageInterpolator(Set.of(), Locale.ENGLISH, false))
            .buildValidatorFactory()
            .getValidator();

    JsonBody(JsonCodec json) {
        this.json = json;
    }

    /** Receives the whole body and stores it in the request. A fault is stored too; {@link #read} throws it. */
    static void receive(Context context) {
        context.attribute(RECEIVED, received(context));
    }

    /**
     * Reads the received body. An empty body and {@code null} are read as an object without keys.
     *
     * @throws ErrorResponseException when the body is too long, or else when it is not JSON of the type
     */
    <T> T read(Context context, Class<T> type) {
        Received received = Objects.requireNonNull(context.attribute(RECEIVED));
        if (received.fault() != null) {
            throw new ErrorResponseException(received.fault());
        }
        // Several Content-Type lines are one value, which is not a media type (RFC 9110, sections 5.2 and 8.3).
        List<String> types = Collections.list(context.req().getHeaders("Content-Type"));
        if (!MediaType.isJson(String.join(", ", types))) {
            throw new ErrorResponseException(ErrorResponses.UNPARSABLE);
        }
        return parse(received.bytes(), type);
    }

    /**
     * Reads the received body, and checks the constraints that its type declares.
     *
     * @param invalid the response when a constraint is violated; its data will name each field
     * @throws ErrorResponseException as {@link #read(Context, Class)} does, and when a constraint is violated
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

    /** Receives the body up to the limit. */
    private static Received received(Context context) {
        if (context.req().getContentLengthLong() > LIMIT) {
            return new Received(NOTHING, ErrorResponses.TOO_LARGE);
        }
        try {
            byte[] bytes = context.bodyInputStream().readNBytes(LIMIT + 1);
            return bytes.length > LIMIT ? new Received(NOTHING, ErrorResponses.TOO_LARGE) : new Received(bytes, null);
        } catch (IOException e) {
            // The client closed the connection, or a chunk is malformed: there is no whole body to parse.
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

    /** A whole body, or the error response when there is none. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Received(byte[] bytes, @Nullable ErrorResponse fault) {}
}
