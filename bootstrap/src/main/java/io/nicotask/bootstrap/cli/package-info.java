/** The subcommands of {@code nico-tasks}. */
@NullMarked
package io.nicotask.bootstrap.cli;

import org.jspecify.annotations.NullMarked;
