/** The HTTP interface: routes, JSON shapes, and the mapping of every result to its answer. */
@NullMarked
package io.nicotask.adapter.http;

import org.jspecify.annotations.NullMarked;
