/** Tasks, outbox, audit and history kept in PostgreSQL. */
@NullMarked
package io.nicotask.adapter.persistence;

import org.jspecify.annotations.NullMarked;
