package io.nicotask.application.port;

/** The task is not, or no longer, the run's that works on it; thrown from a beat, so that the hardware stops at once. */
public final class TurnedAway extends RuntimeException {

    private static final long serialVersionUID = 1;

    public TurnedAway(String why) {
        super(why);
    }
}
