/**
 * Runs the production use cases thousands of times, each time by one seed, in virtual time and with every fault of
 * their ports.
 */
@NullMarked
package io.nicotask.application.simulation;

import org.jspecify.annotations.NullMarked;
