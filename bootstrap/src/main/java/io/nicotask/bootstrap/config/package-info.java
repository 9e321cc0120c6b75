/** The settings of the server: where they come from, what they mean, and what makes them wrong. */
@NullMarked
package io.nicotask.bootstrap.config;

import org.jspecify.annotations.NullMarked;
