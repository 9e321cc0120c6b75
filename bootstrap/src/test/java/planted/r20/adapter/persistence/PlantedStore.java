package planted.r20.adapter.persistence;

import planted.r20.application.port.TaskStore;

record PlantedStore() implements TaskStore {}
