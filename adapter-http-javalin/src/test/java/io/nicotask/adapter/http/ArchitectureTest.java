package io.nicotask.adapter.http;

import io.nicotask.architecture.PublishedModuleArchitecture;

final class ArchitectureTest extends PublishedModuleArchitecture {}
