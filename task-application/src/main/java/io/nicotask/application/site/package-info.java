/** The use cases on sites. */
@NullMarked
package io.nicotask.application.site;

import org.jspecify.annotations.NullMarked;
