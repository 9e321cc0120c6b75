package io.nicotask.adapter.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a submit: of the right JSON types, and no more is known of it. What is missing is null.
 *
 * @param siteId the site
 * @param rackId the rack
 * @param operation what is to be done
 * @param componentsByType the ids of components by their type; none for the whole rack
 * @param description the submitter's words
 * @param ruleId the rule that is pinned
 * @param conflictStrategy what to do when another task is in the way
 * @param queueTimeoutSeconds how long to wait then; an integer of any size
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
     * What is to be done.
     *
     * @param type the kind of operation
     * @param code the operation
     */
    record OperationJson(
            @JsonProperty("type") @Nullable String type,
            @JsonProperty("code") @Nullable String code) {}
}
