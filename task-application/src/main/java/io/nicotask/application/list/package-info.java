/** Showing many tasks: page by page, or walking over all of them. */
@NullMarked
package io.nicotask.application.list;

import org.jspecify.annotations.NullMarked;
