/** The composition root: configuration of the modules, wiring and life cycle. */
@NullMarked
package io.nicotask.bootstrap.wiring;

import org.jspecify.annotations.NullMarked;
