package planted.r13.application;

import java.util.UUID;

record PlantedId() {
    UUID make() {
        return UUID.randomUUID();
    }
}
