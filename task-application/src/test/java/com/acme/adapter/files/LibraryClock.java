package com.acme.adapter.files;

import io.nicotask.application.port.MonotonicClock;
import java.time.Duration;

record LibraryClock(Duration elapsed) implements MonotonicClock {

    abstract static class MonotonicClockContract {}

    static final class Check extends MonotonicClockContract {
        Class<LibraryClock> implementation() {
            return LibraryClock.class;
        }
    }
}
