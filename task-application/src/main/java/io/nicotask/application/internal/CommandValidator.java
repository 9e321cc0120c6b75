package io.nicotask.application.internal;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.util.Set;

/** Checks what callers hand in. */
public final class CommandValidator {

    private CommandValidator() {}

    /**
     * Checks the constraints that the command's type declares.
     *
     * @throws ConstraintViolationException when one is violated
     */
    public static <T> void validate(Validator validator, T command) {
        Set<ConstraintViolation<T>> violations = validator.validate(command);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
    }
}
