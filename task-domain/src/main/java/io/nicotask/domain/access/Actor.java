package io.nicotask.domain.access;

/**
 * Who changed a task: a caller, or a part of the system itself.
 *
 * @param name {@code user:<subject>} or {@code system:<part>}
 */
public record Actor(String name) {

    /** The caller of that identity. */
    public static Actor user(Subject subject) {
        return new Actor("user:" + subject.value());
    }

    /** A part of the system, such as {@code relay} or {@code worker}. */
    public static Actor system(String part) {
        return new Actor("system:" + part);
    }

    @Override
    public String toString() {
        return name;
    }
}
