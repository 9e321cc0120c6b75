/** Looking at one task. */
@NullMarked
package io.nicotask.application.get;

import org.jspecify.annotations.NullMarked;
