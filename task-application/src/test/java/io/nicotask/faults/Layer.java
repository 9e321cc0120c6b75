package io.nicotask.faults;

/** Where faults are injected. */
public enum Layer {
    /** The production use cases over ports that fail, in virtual time. */
    SIMULATOR("simulated schedules"),
    /** PostgreSQL, Temporal and threads of one process. */
    PARTS("real parts"),
    /** Separate processes that are killed, paused and restarted. */
    PROCESS("processes");

    private final String label;

    Layer(String label) {
        this.label = label;
    }

    /** The layer's name in the matrix. */
    public String label() {
        return label;
    }
}
