package io.nicotask.application;

import io.nicotask.architecture.ModuleArchitecture;

/** Checks the domain as well: its module comes before the rules. */
final class ArchitectureTest extends ModuleArchitecture {

    ArchitectureTest() {
        super("../task-domain");
    }
}
