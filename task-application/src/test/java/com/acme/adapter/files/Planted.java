package com.acme.adapter.files;

import com.acme.adapter.files.LibraryClock.MonotonicClockContract;
import io.nicotask.application.port.MonotonicClock;
import io.nicotask.application.port.WorkflowEngine;
import java.time.Duration;

final class Planted {

    record R17LibraryAnotherAdapter(WorkflowEngine engine) {}

    record R20LibraryNeverUsed(Duration elapsed) implements MonotonicClock {}

    record R20LibraryNeverTested(Duration elapsed) implements MonotonicClock {
        record Bystander(R20LibraryNeverTested clock) {}

        abstract static class Check extends MonotonicClockContract {
            Class<R20LibraryNeverTested> implementation() {
                return R20LibraryNeverTested.class;
            }
        }
    }
}
