package io.nicotask.bootstrap.config;

/** The server cannot start with these settings; the message is one sentence for the operator. */
public final class InvalidSettings extends RuntimeException {

    private static final long serialVersionUID = 1;

    public InvalidSettings(String message) {
        super(message);
    }

    /**
     * Creates an error that says where its cause was written.
     *
     * @param source the file, environment variable or option
     * @param problem a sentence, with or without its full stop
     */
    public static InvalidSettings in(String source, String problem) {
        return new InvalidSettings(problem.replaceFirst("\\.$", "") + " (" + source + ").");
    }

    /** Creates the error of a setting whose value does not have the expected form. */
    static InvalidSettings of(String path, String expected, RawValue found) {
        String description = found.description(Setting.isSecret(path));
        return in(found.source(), "The setting " + path + " must be " + expected + ", but is " + description);
    }
}
