/** The queue of a rack, and which tasks conflict on it. */
@NullMarked
package io.nicotask.domain.rack;

import org.jspecify.annotations.NullMarked;
