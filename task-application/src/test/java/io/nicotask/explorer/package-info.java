/** Small models of how a cancel is carried out and a rack handed on, explored over all interleavings and faults. */
@NullMarked
package io.nicotask.explorer;

import org.jspecify.annotations.NullMarked;
