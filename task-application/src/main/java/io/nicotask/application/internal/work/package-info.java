/** Background work: the outbox relay, the reconcilers and the alarms. */
@NullMarked
package io.nicotask.application.internal.work;

import org.jspecify.annotations.NullMarked;
