/** The HTTP adapter: routes, JSON shapes, and the mapping of every result to its response. */
@NullMarked
package io.nicotask.adapter.http;

import org.jspecify.annotations.NullMarked;
