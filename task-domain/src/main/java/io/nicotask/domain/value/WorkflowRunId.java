package io.nicotask.domain.value;

/**
 * The workflow engine's id of one run of a workflow.
 *
 * @param value the id, never blank
 */
public record WorkflowRunId(String value) {

    public WorkflowRunId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("A run id must not be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
