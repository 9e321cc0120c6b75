/** Tests of the test kit itself: that it is complete, and that its doubles keep the contracts. */
@NullMarked
package io.nicotask.application.testkit;

import org.jspecify.annotations.NullMarked;
