/** Starts, stops and describes workflows on Temporal, and runs the built-in ones. */
@NullMarked
package io.nicotask.adapter.workflow;

import org.jspecify.annotations.NullMarked;
