/** The ports in memory, also for the tests of a service that embeds the use cases. */
@NullMarked
package io.nicotask.application.memory;

import org.jspecify.annotations.NullMarked;
