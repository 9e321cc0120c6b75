package io.nicotask.adapter.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a submit request. Values have the right JSON types and are not checked further; a missing one is null.
 *
 * @param siteId the site
 * @param rackId the rack
 * @param operation the operation
 * @param componentsByType the ids of components by their type; null or empty for the whole rack
 * @param description the description by the client
 * @param ruleId the id of a pinned operation rule
 * @param conflictStrategy what to do when a conflicting task exists
 * @param queueTimeoutSeconds how long to wait for the rack; an integer of any size
 */
record SubmitTaskJson(
        @JsonProperty("siteId") @Nullable String siteId,
        @JsonProperty("rackId") @Nullable String rackId,
        @JsonProperty("operation") @Nullable OperationJson operation,
        @JsonProperty("componentsByType") @Nullable Map<String, @Nullable List<@Nullable String>> componentsByType,
        @JsonProperty("description") @Nullable String description,
        @JsonProperty("ruleId") @Nullable String ruleId,
        @JsonProperty("conflictStrategy") @Nullable String conflictStrategy,
        @JsonProperty("queueTimeoutSeconds") @Nullable BigInteger queueTimeoutSeconds) {

    /**
     * An operation.
     *
     * @param type the type of the operation
     * @param code the code of the operation
     */
    record OperationJson(
            @JsonProperty("type") @Nullable String type,
            @JsonProperty("code") @Nullable String code) {}
}
