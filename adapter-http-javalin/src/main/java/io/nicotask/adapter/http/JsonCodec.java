package io.nicotask.adapter.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.nicotask.adapter.http.ApiResponse.ErrorResponse;
import io.nicotask.adapter.http.ApiResponse.Success;
import java.io.UncheckedIOException;

/** Reads and writes JSON. Reading is strict, except that unknown keys are ignored. */
final class JsonCodec {

    static final String CONTENT_TYPE = "application/json";

    private final String source;
    private final ObjectMapper mapper = strictMapper();

    /** @param source the {@code source} of errors: the name of the API */
    JsonCodec(String source) {
        this.source = source;
    }

    /** Returns the body of a success. */
    byte[] bytes(Success success) {
        return write(success.body());
    }

    /** Returns the body of an error. */
    byte[] bytes(ErrorResponse error) {
        return write(new ErrorJson(source, error.message(), error.data()));
    }

    /**
     * Reads one JSON value and ignores keys that the type does not have. An empty text and {@code null} are read as an
     * object without keys.
     *
     * @throws JsonProcessingException when the text is not one JSON value of the type, or has a key twice
     */
    <T> T read(String text, Class<T> type) throws JsonProcessingException {
        T value = isEmpty(text) ? null : mapper.readValue(text, type);
        return value == null ? mapper.readValue("{}", type) : value;
    }

    /** Whether the text consists of white space of RFC 8259, section 2. */
    private static boolean isEmpty(String text) {
        return text.chars().allMatch(character -> " \t\r\n".indexOf(character) >= 0);
    }

    private byte[] write(Object shape) {
        try {
            return mapper.writeValueAsBytes(shape);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Cannot be written as JSON: " + shape.getClass(), e);
        }
    }

    private static ObjectMapper strictMapper() {
        JsonMapper mapper = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        mapper.coercionConfigFor(LogicalType.Integer)
                .setCoercion(CoercionInputShape.String, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
        return mapper;
    }
}
