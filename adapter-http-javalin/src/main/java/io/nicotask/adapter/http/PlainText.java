package io.nicotask.adapter.http;

import io.nicotask.domain.value.TextConstraints;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Constrains text to what can be stored and returned unchanged, with at most {@link TextConstraints#MAX_CHARACTERS}
 * characters; null is valid.
 */
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = PlainText.PlainTextValidator.class)
@interface PlainText {

    /** The default message; the validator replaces it by the actual problem. */
    String message() default "is not plain text";

    /** The validation groups of the constraint. */
    Class<?>[] groups() default {};

    /** The payload of the constraint. */
    Class<? extends Payload>[] payload() default {};

    /** Validates by {@link TextConstraints#problem}. */
    final class PlainTextValidator implements ConstraintValidator<PlainText, CharSequence> {

        @Override
        public boolean isValid(@Nullable CharSequence text, ConstraintValidatorContext context) {
            if (text == null) {
                return true;
            }
            Optional<String> problem = TextConstraints.problem(text.toString(), TextConstraints.MAX_CHARACTERS);
            problem.ifPresent(message -> {
                context.disableDefaultConstraintViolation();
                context.buildConstraintViolationWithTemplate(message).addConstraintViolation();
            });
            return problem.isEmpty();
        }
    }
}
