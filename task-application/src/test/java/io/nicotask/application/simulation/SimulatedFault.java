package io.nicotask.application.simulation;

/** The faults that the simulator injects, and the layer of each. */
enum SimulatedFault {
    STORE_REFUSES("call refused", "store"),
    STORE_REPLY_LOST("reply lost", "store"),
    STORE_SLOW("call delayed", "store"),
    STORE_REPEATED("call repeated", "store"),
    STORE_SLOW_INSIDE("time passes in a decision", "store"),
    STORE_RACE_LOST("race lost", "store"),
    COMMIT_REFUSED("commit refused", "store"),
    COMMIT_REPLY_LOST("commit's reply lost", "store"),
    STORE_AWAY("unavailable", "store"),
    STORE_CLOCK_SET_BACK("clock set back", "store"),
    ENGINE_REFUSES("call refused", "engine"),
    ENGINE_REPLY_LOST("reply lost", "engine"),
    ENGINE_SLOW("call delayed", "engine"),
    ENGINE_REPEATED("call repeated", "engine"),
    ENGINE_AWAY("unavailable", "engine"),
    ENGINE_FORGETS("memory lost", "engine"),
    ENGINE_RETENTION("closed workflow past retention", "engine"),
    ENGINE_NAMESPACE_WRONG("wrong namespace", "engine"),
    ENGINE_REFUSES_STARTS("start refused for good", "engine"),
    OPERATOR_CLOSES("workflow closed from outside", "engine"),
    OPERATOR_RESETS("workflow reset by an operator", "engine"),
    WORKFLOW_HANGS("workflow stays open after its end", "engine"),
    HARDWARE_REFUSES("call refused", "hardware"),
    HARDWARE_REPLY_LOST("reply lost", "hardware"),
    HARDWARE_SLOW("call delayed", "hardware"),
    HARDWARE_REPEATED("call repeated", "hardware"),
    HARDWARE_BREAKS("component fails", "hardware"),
    HARDWARE_OVERDUE("component outlasts the time limit", "hardware"),
    ADAPTER_RESTARTS("adapter restarted without memory", "hardware"),
    HALTED_BEFORE("halted before a call", "process"),
    HALTED_INSIDE("halted in a decision", "process"),
    HALTED_AFTER("halted after a call", "process"),
    PAUSED("paused beyond its leases", "process"),
    SHUT_DOWN("worker shut down", "process"),
    WORKER_CUT_OFF("worker cut off from the engine", "process"),
    SECOND_ATTEMPT("second attempt while the first lives", "process"),
    CLOCK_JUMPS("clock jumps", "process"),
    REQUEST_REPEATED("request sent twice", "client");

    private final String label;
    private final String layer;

    SimulatedFault(String label, String layer) {
        this.label = label;
        this.layer = layer;
    }

    /** The fault and its layer, as reports print them. */
    String row() {
        return label + " | " + layer;
    }
}
