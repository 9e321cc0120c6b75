package io.nicotask.domain.access;

import io.nicotask.domain.access.Caller.Subject;

/**
 * Who changed a task: a caller, or a part of the system.
 *
 * @param name {@code user:<subject>} or {@code system:<part>}
 */
public record Actor(String name) {

    /** Returns the actor for a caller. */
    public static Actor user(Subject subject) {
        return new Actor("user:" + subject.value());
    }

    /** Returns the actor for a part of the system, such as {@code relay} or {@code worker}. */
    public static Actor system(String part) {
        return new Actor("system:" + part);
    }

    @Override
    public String toString() {
        return name;
    }
}
