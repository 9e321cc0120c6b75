/** Configuration, wiring and life cycle of the server, and its command line. */
@NullMarked
package io.nicotask.bootstrap;

import org.jspecify.annotations.NullMarked;
