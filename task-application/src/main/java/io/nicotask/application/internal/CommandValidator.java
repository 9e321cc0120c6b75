package io.nicotask.application.internal;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.util.Set;

/** Validates commands from callers. */
public final class CommandValidator {

    private CommandValidator() {}

    /**
     * Validates the command against the constraints that its type declares.
     *
     * @throws ConstraintViolationException when a constraint is violated
     */
    public static <T> void validate(Validator validator, T command) {
        Set<ConstraintViolation<T>> violations = validator.validate(command);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
    }
}
