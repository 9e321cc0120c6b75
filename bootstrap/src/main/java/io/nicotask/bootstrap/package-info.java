/** The server: configuration, wiring, life cycle and command line. */
@NullMarked
package io.nicotask.bootstrap;

import org.jspecify.annotations.NullMarked;
