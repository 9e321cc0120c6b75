package io.nicotask.bootstrap.benchmark;

import io.nicotask.bootstrap.TcpProxy;

/** A state of Temporal during a measurement. */
enum TemporalOutage {
    NONE("there"),
    REFUSING("refusing"),
    SILENT("silent"),
    ALTERNATING("coming and going");

    private final String words;

    TemporalOutage(String words) {
        this.words = words;
    }

    String label() {
        return words;
    }

    /** Sets the state for the first half of a measurement. */
    void begin(TcpProxy way) {
        switch (this) {
            case NONE, ALTERNATING -> way.pass();
            case REFUSING -> way.refuse();
            case SILENT -> way.swallow();
        }
    }

    /** Sets the state for the second half of a measurement. */
    void turn(TcpProxy way) {
        if (this == ALTERNATING) {
            way.refuse();
        }
    }
}
