/** The ports kept in memory, good enough for the tests of a service that embeds the use cases. */
@NullMarked
package io.nicotask.application.memory;

import org.jspecify.annotations.NullMarked;
