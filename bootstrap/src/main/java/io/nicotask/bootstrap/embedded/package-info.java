/** Services for development only: an embedded database, an embedded workflow engine and an issuer of tokens. */
@NullMarked
package io.nicotask.bootstrap.embedded;

import org.jspecify.annotations.NullMarked;
