package io.nicotask.application.simulation;

/**
 * Ends a fiber whose simulated process was halted. It is an error, so that no use case catches it. A halted process
 * runs no {@code finally} block either; hence what runs during unwinding has no effect on any port.
 */
final class ProcessHalted extends Error {

    private static final long serialVersionUID = 1;

    ProcessHalted() {
        super("halted", null, false, false);
    }
}
