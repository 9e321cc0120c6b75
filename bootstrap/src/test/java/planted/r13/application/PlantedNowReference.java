package planted.r13.application;

import java.time.Instant;
import java.time.InstantSource;

record PlantedNowReference() {
    InstantSource make() {
        return Instant::now;
    }
}
