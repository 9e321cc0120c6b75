/** The ports through which the use cases reach the outside world, each with its contract. */
@NullMarked
package io.nicotask.application.port;

import org.jspecify.annotations.NullMarked;
