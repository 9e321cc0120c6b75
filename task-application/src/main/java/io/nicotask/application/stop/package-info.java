/** Use cases of operators for stops that are not confirmed. */
@NullMarked
package io.nicotask.application.stop;

import org.jspecify.annotations.NullMarked;
