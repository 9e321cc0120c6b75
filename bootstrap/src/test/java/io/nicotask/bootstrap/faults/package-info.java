/** Faults of whole processes under load, and the judgement of what clients saw meanwhile and what was kept. */
@NullMarked
package io.nicotask.bootstrap.faults;

import org.jspecify.annotations.NullMarked;
