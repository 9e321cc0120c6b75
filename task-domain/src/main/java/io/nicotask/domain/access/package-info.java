/** Who is calling, where tasks belong, and the scope in which tasks may be seen. */
@NullMarked
package io.nicotask.domain.access;

import org.jspecify.annotations.NullMarked;
