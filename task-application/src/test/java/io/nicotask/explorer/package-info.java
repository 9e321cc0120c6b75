/** Small models of how a cancel is carried out and of how a rack is handed on, explored over all interleavings and faults. */
@NullMarked
package io.nicotask.explorer;

import org.jspecify.annotations.NullMarked;
