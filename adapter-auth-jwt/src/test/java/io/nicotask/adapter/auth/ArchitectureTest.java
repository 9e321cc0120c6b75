package io.nicotask.adapter.auth;

import io.nicotask.architecture.ModuleArchitecture;

final class ArchitectureTest extends ModuleArchitecture {}
