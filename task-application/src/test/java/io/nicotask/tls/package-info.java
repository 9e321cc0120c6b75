/** Certificates for tests. */
@NullMarked
package io.nicotask.tls;

import org.jspecify.annotations.NullMarked;
