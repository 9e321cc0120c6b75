/** The production use cases under one seed, virtual time and every fault of their ports, thousands of times. */
@NullMarked
package io.nicotask.application.simulation;

import org.jspecify.annotations.NullMarked;
