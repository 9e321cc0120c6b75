/** What operators do about stops that are not confirmed. */
@NullMarked
package io.nicotask.application.stop;

import org.jspecify.annotations.NullMarked;
