/** Every fault that the tests inject, and how often each has fired where. */
@NullMarked
package io.nicotask.faults;

import org.jspecify.annotations.NullMarked;
