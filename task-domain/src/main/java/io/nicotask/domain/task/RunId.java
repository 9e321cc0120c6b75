package io.nicotask.domain.task;

/**
 * The workflow engine's own name of one run of a workflow.
 *
 * @param value the name, never blank
 */
public record RunId(String value) {

    public RunId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("A run id must not be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
