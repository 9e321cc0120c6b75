/** What an embedding service starts and stops. The use cases and the ports are in the packages below. */
@NullMarked
package io.nicotask.application;

import org.jspecify.annotations.NullMarked;
