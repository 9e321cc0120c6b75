package io.nicotask.bootstrap.benchmark;

import io.nicotask.bootstrap.TcpProxy;

/** What may be the matter with Temporal while a server is measured. */
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

    /** What is the case from the beginning of a portion. */
    void begin(TcpProxy way) {
        switch (this) {
            case NONE, ALTERNATING -> way.pass();
            case REFUSING -> way.refuse();
            case SILENT -> way.swallow();
        }
    }

    /** What is the case from the middle of a portion, until the next one begins. */
    void turn(TcpProxy way) {
        if (this == ALTERNATING) {
            way.refuse();
        }
    }
}
