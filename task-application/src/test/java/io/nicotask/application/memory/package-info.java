/** The ports in memory: good enough for an embedder's own tests. */
@NullMarked
package io.nicotask.application.memory;

import org.jspecify.annotations.NullMarked;
