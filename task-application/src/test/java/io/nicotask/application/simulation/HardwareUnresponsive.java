package io.nicotask.application.simulation;

/** The hardware does not answer. */
final class HardwareUnresponsive extends RuntimeException {

    private static final long serialVersionUID = 1;

    HardwareUnresponsive(String why) {
        super(why);
    }
}
