/** Thousands of runs of the production use cases: each by one seed, in virtual time, with every fault of the ports. */
@NullMarked
package io.nicotask.application.simulation;

import org.jspecify.annotations.NullMarked;
