/** Stores tasks, outbox, audit and history in PostgreSQL. */
@NullMarked
package io.nicotask.adapter.persistence;

import org.jspecify.annotations.NullMarked;
