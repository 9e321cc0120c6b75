package io.nicotask.domain.operation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a task does to its rack: the operation codes of NICo's Flow, each with its type. */
public enum Operation {
    POWER_ON(Type.POWER_CONTROL),
    FORCE_POWER_ON(Type.POWER_CONTROL),
    POWER_OFF(Type.POWER_CONTROL),
    FORCE_POWER_OFF(Type.POWER_CONTROL),
    RESTART(Type.POWER_CONTROL),
    FORCE_RESTART(Type.POWER_CONTROL),
    WARM_RESET(Type.POWER_CONTROL),
    COLD_RESET(Type.POWER_CONTROL),
    UPGRADE(Type.FIRMWARE_CONTROL),
    DOWNGRADE(Type.FIRMWARE_CONTROL),
    ROLLBACK(Type.FIRMWARE_CONTROL),
    BRING_UP(Type.BRING_UP),
    INGEST(Type.BRING_UP);

    private final Type type;

    Operation(Type type) {
        this.type = type;
    }

    /** Returns the type of the operation. */
    public Type type() {
        return type;
    }

    /** Returns the code of the operation in the API and the database, such as {@code power_on}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the operation with the code, or empty when there is none. */
    public static Optional<Operation> ofCode(String code) {
        return Arrays.stream(values())
                .filter(operation -> operation.code().equals(code))
                .findFirst();
    }

    /** The types of operation. */
    public enum Type {
        POWER_CONTROL,
        FIRMWARE_CONTROL,
        BRING_UP;

        /** Returns the code of the type in the API, such as {@code power_control}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
