/** From a bearer token to the caller whom it speaks for. */
@NullMarked
package io.nicotask.adapter.auth;

import org.jspecify.annotations.NullMarked;
