package io.nicotask.adapter.auth;

import io.nicotask.architecture.PublishedModuleArchitecture;

final class ArchitectureTest extends PublishedModuleArchitecture {}
