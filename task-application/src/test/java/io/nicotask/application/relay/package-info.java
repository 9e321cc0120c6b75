/** Tests of the relay, the sweep and their loop, over the ports in memory. */
@NullMarked
package io.nicotask.application.relay;

import org.jspecify.annotations.NullMarked;
