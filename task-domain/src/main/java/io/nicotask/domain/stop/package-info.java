/** The Stop aggregate: the evidence that nothing of an ended task acts any more, and the rule for its rack. */
@NullMarked
package io.nicotask.domain.stop;

import org.jspecify.annotations.NullMarked;
