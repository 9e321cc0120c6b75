/** Faults of whole processes under load, with checks of what clients observed and what the database stores. */
@NullMarked
package io.nicotask.bootstrap.faults;

import org.jspecify.annotations.NullMarked;
