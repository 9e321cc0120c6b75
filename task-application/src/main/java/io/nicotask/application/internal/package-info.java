/** Classes that the use cases share; not for use outside this module. */
@NullMarked
package io.nicotask.application.internal;

import org.jspecify.annotations.NullMarked;
