package planted.r18.application.cancel;

import planted.r18.domain.access.TaskScope;

record PlantedConstructorCall() {
    TaskScope all() {
        return new TaskScope("all");
    }
}
