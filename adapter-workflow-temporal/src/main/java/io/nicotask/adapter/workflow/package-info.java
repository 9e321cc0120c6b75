/** Workflows started, stopped and described on Temporal, and the worker that runs them. */
@NullMarked
package io.nicotask.adapter.workflow;

import org.jspecify.annotations.NullMarked;
