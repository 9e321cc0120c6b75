/** The server's settings: sources, meaning and validation. */
@NullMarked
package io.nicotask.bootstrap.config;

import org.jspecify.annotations.NullMarked;
