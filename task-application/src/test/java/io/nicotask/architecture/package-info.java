/** Architecture rules for any code base that is laid out as a hexagon of the same packages. */
@NullMarked
package io.nicotask.architecture;

import org.jspecify.annotations.NullMarked;
