package io.nicotask.application;

import io.nicotask.architecture.PublishedModuleArchitecture;

/** Checks the domain as well: its module comes before the rules. */
final class ArchitectureTest extends PublishedModuleArchitecture {

    ArchitectureTest() {
        super("../task-domain");
    }
}
