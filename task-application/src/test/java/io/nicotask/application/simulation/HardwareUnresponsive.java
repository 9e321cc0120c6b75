package io.nicotask.application.simulation;

/** The hardware gives no answer. */
final class HardwareUnresponsive extends RuntimeException {

    private static final long serialVersionUID = 1;

    HardwareUnresponsive(String why) {
        super(why);
    }
}
