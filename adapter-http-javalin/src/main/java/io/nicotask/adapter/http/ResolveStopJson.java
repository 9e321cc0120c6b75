package io.nicotask.adapter.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotBlank;

/**
 * The body of a resolve-stop request.
 *
 * @param siteId the site that owns the task; any text that is not blank
 * @param reason what the operator found at the hardware
 */
record ResolveStopJson(
        @JsonProperty("siteId") @NotBlank(message = "must not be blank")
        String siteId,

        @JsonProperty("reason") @NotBlank(message = "must not be blank") @PlainText
        String reason) {}
