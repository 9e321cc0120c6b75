package planted.r18.application.cancel;

import java.util.function.Function;
import planted.r18.domain.access.TaskScope;

record PlantedReference() {
    Function<String, TaskScope> all() {
        return TaskScope::of;
    }
}
