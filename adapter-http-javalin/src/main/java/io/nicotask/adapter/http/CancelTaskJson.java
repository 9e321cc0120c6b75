package io.nicotask.adapter.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/**
 * The body of a cancel request.
 *
 * @param siteId the site that owns the task; any text that is not blank
 * @param reason the reason, or null
 */
record CancelTaskJson(
        @JsonProperty("siteId") @NotBlank(message = "must not be blank")
        String siteId,

        @JsonProperty("reason") @PlainText @Nullable String reason) {}
