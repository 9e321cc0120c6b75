/** Use cases of a worker: the start gate, the execution of stages, and the end of a task. */
@NullMarked
package io.nicotask.application.worker;

import org.jspecify.annotations.NullMarked;
