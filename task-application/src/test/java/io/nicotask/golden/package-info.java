/** Files that record what must not change unnoticed, and the comparison with them. */
@NullMarked
package io.nicotask.golden;

import org.jspecify.annotations.NullMarked;
