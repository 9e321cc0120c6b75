/** What the worker of a task tells and asks: the gate, the work of a stage, progress, the end. */
@NullMarked
package io.nicotask.application.report;

import org.jspecify.annotations.NullMarked;
