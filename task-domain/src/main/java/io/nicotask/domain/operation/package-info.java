/** Operations on a rack, and the rules by which they are carried out. */
@NullMarked
package io.nicotask.domain.operation;

import org.jspecify.annotations.NullMarked;
