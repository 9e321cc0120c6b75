/** A small model of how a cancel is decided and carried out, explored over all interleavings and faults. */
@NullMarked
package io.nicotask.explorer;

import org.jspecify.annotations.NullMarked;
