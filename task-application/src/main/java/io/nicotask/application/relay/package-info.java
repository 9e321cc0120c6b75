/** Telling the workflow engine what was decided, and looking after what no event announces. */
@NullMarked
package io.nicotask.application.relay;

import org.jspecify.annotations.NullMarked;
