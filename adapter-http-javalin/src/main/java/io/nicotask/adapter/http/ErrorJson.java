package io.nicotask.adapter.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The one shape of every error.
 *
 * @param source the API's name
 * @param message what is wrong
 * @param data an object that says more, or null; never text or an array
 */
record ErrorJson(
        @JsonProperty("source") String source,
        @JsonProperty("message") String message,
        @JsonProperty("data") @Nullable Object data) {}
