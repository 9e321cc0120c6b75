/** The progress report of a task. */
@NullMarked
package io.nicotask.domain.report;

import org.jspecify.annotations.NullMarked;
