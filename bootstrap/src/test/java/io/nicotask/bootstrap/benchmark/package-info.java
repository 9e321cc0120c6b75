/** The benchmark of cancels, started by hand: what a whole server does, beside its own SQL under pgbench. */
@NullMarked
package io.nicotask.bootstrap.benchmark;

import org.jspecify.annotations.NullMarked;
