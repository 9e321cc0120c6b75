package io.nicotask.adapter.http;

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
        @Nullable String siteId,
        @Nullable String rackId,
        @Nullable OperationJson operation,
        @Nullable Map<String, @Nullable List<@Nullable String>> componentsByType,
        @Nullable String description,
        @Nullable String ruleId,
        @Nullable String conflictStrategy,
        @Nullable BigInteger queueTimeoutSeconds) {

    /**
     * What is to be done.
     *
     * @param type the kind of operation
     * @param code the operation
     */
    record OperationJson(@Nullable String type, @Nullable String code) {}
}
