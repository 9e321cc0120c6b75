package io.nicotask.application.simulation;

/** The hardware gives no answer. */
final class HardwareSilent extends RuntimeException {

    private static final long serialVersionUID = 1;

    HardwareSilent(String why) {
        super(why);
    }
}
