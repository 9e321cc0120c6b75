/** The queue of a rack, and the rule for conflicts between tasks on it. */
@NullMarked
package io.nicotask.domain.rack;

import org.jspecify.annotations.NullMarked;
