package io.nicotask.domain.value;

/**
 * The workflow engine's own name of one run of a workflow.
 *
 * @param value the name, never blank
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
