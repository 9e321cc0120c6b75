/** A model checker for the protocols, and the models that it checks. */
@NullMarked
package io.nicotask.modelcheck;

import org.jspecify.annotations.NullMarked;
