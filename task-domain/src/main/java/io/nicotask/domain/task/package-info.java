/** The task: its states, the legal changes between them, and what a cancel may answer. */
@NullMarked
package io.nicotask.domain.task;

import org.jspecify.annotations.NullMarked;
