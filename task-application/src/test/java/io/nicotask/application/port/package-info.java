/** Tests of what the ports contain beside interfaces. */
@NullMarked
package io.nicotask.application.port;

import org.jspecify.annotations.NullMarked;
