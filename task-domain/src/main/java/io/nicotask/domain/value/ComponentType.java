package io.nicotask.domain.value;

import java.util.Arrays;
import java.util.Optional;

/** The types of rack component that an operation works on. */
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

    /** Returns the name of the type in the API and the database. */
    public String label() {
        return label;
    }

    /** Returns the type with the label, or empty when there is none. */
    public static Optional<ComponentType> ofLabel(String label) {
        return Arrays.stream(values()).filter(type -> type.label.equals(label)).findFirst();
    }
}
