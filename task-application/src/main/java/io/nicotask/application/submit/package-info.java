/** Submitting a task. */
@NullMarked
package io.nicotask.application.submit;

import org.jspecify.annotations.NullMarked;
