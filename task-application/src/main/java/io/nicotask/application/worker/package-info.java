/** Use cases of a worker: start gate, execution of stages, end of a task. */
@NullMarked
package io.nicotask.application.worker;

import org.jspecify.annotations.NullMarked;
