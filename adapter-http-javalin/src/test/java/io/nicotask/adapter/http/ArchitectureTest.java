package io.nicotask.adapter.http;

import io.nicotask.architecture.ModuleArchitecture;

final class ArchitectureTest extends ModuleArchitecture {}
