/** Proves that a change of names or comments changed nothing else, by the class files before and after it. */
@NullMarked
package io.nicotask.rename;

import org.jspecify.annotations.NullMarked;
