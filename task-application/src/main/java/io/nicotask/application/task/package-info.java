/** Use cases for tasks: submit, cancel, get, history, list. */
@NullMarked
package io.nicotask.application.task;

import org.jspecify.annotations.NullMarked;
