/** Ids and other values that all parts of the domain use. */
@NullMarked
package io.nicotask.domain.value;

import org.jspecify.annotations.NullMarked;
