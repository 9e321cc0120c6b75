/** Authenticates callers by their bearer tokens. */
@NullMarked
package io.nicotask.adapter.auth;

import org.jspecify.annotations.NullMarked;
