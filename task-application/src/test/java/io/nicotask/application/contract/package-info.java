/** One abstract test per port, run by the in-memory implementation and by every adapter. */
@NullMarked
package io.nicotask.application.contract;

import org.jspecify.annotations.NullMarked;
