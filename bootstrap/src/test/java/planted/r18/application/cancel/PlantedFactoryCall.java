package planted.r18.application.cancel;

import planted.r18.domain.access.TaskScope;

record PlantedFactoryCall() {
    TaskScope all() {
        return TaskScope.of("all");
    }
}
