package planted.r13.application;

import java.time.Clock;

@SuppressWarnings("JavaTimeDefaultTimeZone") // the planted call
record PlantedDefaultClock() {
    Clock make() {
        return Clock.systemDefaultZone();
    }
}
