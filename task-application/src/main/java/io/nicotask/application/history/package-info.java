/** Showing what became of a task, change by change. */
@NullMarked
package io.nicotask.application.history;

import org.jspecify.annotations.NullMarked;
