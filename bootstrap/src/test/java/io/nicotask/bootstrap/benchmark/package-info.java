/** Benchmarks, started by hand: a complete server, compared with its own SQL under pgbench. */
@NullMarked
package io.nicotask.bootstrap.benchmark;

import org.jspecify.annotations.NullMarked;
