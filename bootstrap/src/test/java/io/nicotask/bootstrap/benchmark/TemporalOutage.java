package io.nicotask.bootstrap.benchmark;

import io.nicotask.bootstrap.TcpProxy;

/** A state of Temporal during a measurement. */
enum TemporalOutage {
    NONE("there"),
    REFUSING("refusing"),
    SILENT("silent"),
    ALTERNATING("coming and going");

    private final String label;

    TemporalOutage(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Sets the state for the first half of a measurement. */
    void begin(TcpProxy proxy) {
        switch (this) {
            case NONE, ALTERNATING -> proxy.pass();
            case REFUSING -> proxy.refuse();
            case SILENT -> proxy.swallow();
        }
    }

    /** Sets the state for the second half of a measurement. */
    void switchHalfway(TcpProxy proxy) {
        if (this == ALTERNATING) {
            proxy.refuse();
        }
    }
}
