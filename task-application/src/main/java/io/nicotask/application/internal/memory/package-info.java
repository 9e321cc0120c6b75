/** Storage in memory. */
@NullMarked
package io.nicotask.application.internal.memory;

import org.jspecify.annotations.NullMarked;
