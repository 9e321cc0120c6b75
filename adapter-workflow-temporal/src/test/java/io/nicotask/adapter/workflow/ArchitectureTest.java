package io.nicotask.adapter.workflow;

import io.nicotask.architecture.PublishedModuleArchitecture;

final class ArchitectureTest extends PublishedModuleArchitecture {}
