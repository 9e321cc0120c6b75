/** Use cases about callers: authorization for a provider, and the current user. */
@NullMarked
package io.nicotask.application.user;

import org.jspecify.annotations.NullMarked;
