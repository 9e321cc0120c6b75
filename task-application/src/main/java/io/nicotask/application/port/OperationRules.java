package io.nicotask.application.port;

import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.TaskRequest;
import java.util.List;

/** Knows in which order an operation works through a rack. */
public interface OperationRules {

    /** The plan for what was asked. MUST answer the same for the same request while a task runs. */
    Plan planFor(TaskRequest request);

    /**
     * The order of the work.
     *
     * @param stages what is done one after the other; the types within a stage are done side by side
     */
    record Plan(List<List<ComponentType>> stages) {

        public Plan {
            stages = stages.stream().map(List::copyOf).toList();
        }
    }
}
