package io.nicotask.domain.value;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of component in a rack that an operation works on. */
public enum ComponentType {
    COMPUTE("Compute"),
    NV_SWITCH("NVSwitch"),
    POWER_SHELF("PowerShelf"),
    TOR_SWITCH("ToRSwitch"),
    UMS("UMS"),
    CDU("CDU"),
    UNKNOWN("Unknown");

    private final String label;

    ComponentType(String label) {
        this.label = label;
    }

    /** The name that clients and the database know. */
    public String label() {
        return label;
    }

    /** The type of that label, or empty when there is none. */
    public static Optional<ComponentType> ofLabel(String label) {
        return Arrays.stream(values()).filter(type -> type.label.equals(label)).findFirst();
    }
}
