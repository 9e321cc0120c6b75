/** Who may do what, and who is asking. */
@NullMarked
package io.nicotask.application.access;

import org.jspecify.annotations.NullMarked;
