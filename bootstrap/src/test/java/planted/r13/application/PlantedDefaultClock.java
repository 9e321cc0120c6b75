package planted.r13.application;

import java.time.Clock;

@SuppressWarnings("JavaTimeDefaultTimeZone") // the call is what is planted
record PlantedDefaultClock() {
    Clock make() {
        return Clock.systemDefaultZone();
    }
}
