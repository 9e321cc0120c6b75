/** The Task aggregate: its states, the rules of cancellation, and the report of its execution. */
@NullMarked
package io.nicotask.domain.task;

import org.jspecify.annotations.NullMarked;
