/** Every fault that the tests inject, and how often each was injected in which layer. */
@NullMarked
package io.nicotask.faults;

import org.jspecify.annotations.NullMarked;
