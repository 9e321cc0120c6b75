package io.nicotask.adapter.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nicotask.application.port.PlainText;
import jakarta.validation.constraints.NotBlank;

/**
 * The body of a resolve.
 *
 * @param siteId the site that owns the task; not yet known to be a UUID
 * @param reason what was found at the hardware
 */
record ResolveStopJson(
        @JsonProperty("siteId") @NotBlank(message = "must not be blank")
        String siteId,

        @JsonProperty("reason") @NotBlank(message = "must not be blank") @PlainText
        String reason) {}
