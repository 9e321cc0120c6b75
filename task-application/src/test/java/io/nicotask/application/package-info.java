/** What the tests of all use cases share, and the library as an embedding service uses it. */
@NullMarked
package io.nicotask.application;

import org.jspecify.annotations.NullMarked;
