package planted.r13.application;

import java.time.Clock;

record PlantedUtcClock() {
    Clock make() {
        return Clock.systemUTC();
    }
}
