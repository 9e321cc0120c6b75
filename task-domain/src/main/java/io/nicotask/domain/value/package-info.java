/** Ids and other values that every part of the domain uses. */
@NullMarked
package io.nicotask.domain.value;

import org.jspecify.annotations.NullMarked;
