package planted.r13.application;

import java.time.Instant;

record PlantedNow() {
    Instant make() {
        return Instant.now();
    }
}
