/** Clients of rack hardware. */
@NullMarked
package io.nicotask.bootstrap.hardware;

import org.jspecify.annotations.NullMarked;
