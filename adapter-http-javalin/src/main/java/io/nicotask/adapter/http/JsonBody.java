package io.nicotask.adapter.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import io.nicotask.adapter.http.Answer.Problem;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the bodies of requests: within the limit, as JSON in UTF-8, into a type. */
final class JsonBody {

    /** The longest body, in bytes. */
    static final int LIMIT = 1 << 20;

    private final Json json;
    private final Validator validator;

    JsonBody(Json json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    /**
     * Reads the body. One that is empty or {@code null} is read as an object without keys.
     *
     * @throws Refusal when the body is too long, or is not JSON of the type, in this order
     */
    <T> T read(Context context, Class<T> type) {
        byte[] bytes = bytesOf(context);
        if (!MediaType.isJson(context.req().getContentType())) {
            throw new Refusal(Problems.UNPARSABLE);
        }
        return parse(bytes, type);
    }

    /**
     * Reads the body, and checks the constraints that its type declares.
     *
     * @param invalid the problem when a constraint is violated; it will name each field
     * @throws Refusal as the other, and when a constraint is violated
     */
    <T> T read(Context context, Class<T> type, Problem invalid) {
        T body = read(context, type);
        Faults faults = new Faults();
        for (ConstraintViolation<T> violation : validator.validate(body)) {
            faults.add(violation.getPropertyPath().toString(), violation.getMessage());
        }
        faults.refuse(invalid);
        return body;
    }

    /** All of the body; what lies beyond the limit is not read. */
    private static byte[] bytesOf(Context context) {
        if (context.req().getContentLengthLong() > LIMIT) {
            throw new Refusal(Problems.TOO_LARGE);
        }
        byte[] bytes;
        try {
            bytes = context.bodyInputStream().readNBytes(LIMIT + 1);
        } catch (IOException e) {
            // The client went away, or its chunks are malformed: there is no whole body to judge.
            throw new Refusal(Problems.UNPARSABLE);
        }
        if (bytes.length > LIMIT) {
            throw new Refusal(Problems.TOO_LARGE);
        }
        return bytes;
    }

    private <T> T parse(byte[] bytes, Class<T> type) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return json.read(text, type);
        } catch (CharacterCodingException | JsonProcessingException e) {
            throw new Refusal(Problems.UNPARSABLE);
        }
    }
}
