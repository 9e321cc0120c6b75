package io.nicotask.application.simulation;

/**
 * The process stops here and now. An error, so that no use case catches it; and as a halted process runs no {@code
 * finally} either, whoever is unwound by it has no effect on any port.
 */
final class ProcessHalted extends Error {

    private static final long serialVersionUID = 1;

    ProcessHalted() {
        super("halted", null, false, false);
    }
}
