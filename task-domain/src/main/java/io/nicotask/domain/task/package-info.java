/** The Task aggregate: its states, the transitions between them, and the rules for a cancel. */
@NullMarked
package io.nicotask.domain.task;

import org.jspecify.annotations.NullMarked;
