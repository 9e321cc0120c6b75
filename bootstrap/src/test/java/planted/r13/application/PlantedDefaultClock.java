package planted.r13.application;

import java.time.Clock;

record PlantedDefaultClock() {
    Clock make() {
        return Clock.systemDefaultZone();
    }
}
