/** Callers, their roles, and the scope of tasks that a caller may access. */
@NullMarked
package io.nicotask.domain.access;

import org.jspecify.annotations.NullMarked;
