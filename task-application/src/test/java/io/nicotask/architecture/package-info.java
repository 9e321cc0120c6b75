/** The architecture rules, for any code base that is laid out as this hexagon. */
@NullMarked
package io.nicotask.architecture;

import org.jspecify.annotations.NullMarked;
