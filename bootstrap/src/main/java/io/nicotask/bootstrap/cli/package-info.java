/** The commands of the command line. */
@NullMarked
package io.nicotask.bootstrap.cli;

import org.jspecify.annotations.NullMarked;
