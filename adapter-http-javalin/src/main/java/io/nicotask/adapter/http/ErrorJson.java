package io.nicotask.adapter.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The body of every error.
 *
 * @param source the name of the API
 * @param message the error message
 * @param data an object with details, or null; never a text or an array
 */
record ErrorJson(
        @JsonProperty("source") String source,
        @JsonProperty("message") String message,
        @JsonProperty("data") @Nullable Object data) {}
