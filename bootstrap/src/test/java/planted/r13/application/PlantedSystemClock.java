package planted.r13.application;

import java.time.InstantSource;

record PlantedSystemClock() {
    InstantSource make() {
        return InstantSource.system();
    }
}
