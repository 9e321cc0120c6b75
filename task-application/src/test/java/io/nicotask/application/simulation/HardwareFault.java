package io.nicotask.application.simulation;

/** The faults that a begun step must survive: whatever strikes its task, the rack is held until the step has ended. */
enum HardwareFault {
    GRACEFUL_STOP("graceful stop of the worker"),
    KILL("worker killed"),
    PAUSE("worker paused beyond its lease"),
    DATABASE_AWAY("database away"),
    ENGINE_PAUSED_OR_RESET("engine paused, or reset by an operator"),
    HARDWARE_UNREACHABLE("hardware unreachable"),
    LATE_COMMAND("command late by 30 s"),
    CLOCK_JUMP("clock set by three hours"),
    TIME_LIMIT_OVER("time limit over while the step acts"),
    ADAPTER_RESTARTED("adapter restarted without memory");

    private final String label;

    HardwareFault(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
