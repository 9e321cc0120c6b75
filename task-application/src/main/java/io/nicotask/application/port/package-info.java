/** What the use cases ask of the world outside, each port with its contract. */
@NullMarked
package io.nicotask.application.port;

import org.jspecify.annotations.NullMarked;
