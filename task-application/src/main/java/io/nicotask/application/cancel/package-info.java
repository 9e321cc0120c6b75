/** Cancelling a task. */
@NullMarked
package io.nicotask.application.cancel;

import org.jspecify.annotations.NullMarked;
