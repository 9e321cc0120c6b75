/** How a rack goes from one task to the next. */
@NullMarked
package io.nicotask.application.rack;

import org.jspecify.annotations.NullMarked;
