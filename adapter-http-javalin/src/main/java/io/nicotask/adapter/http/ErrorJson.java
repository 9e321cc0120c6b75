package io.nicotask.adapter.http;

import org.jspecify.annotations.Nullable;

/**
 * The one shape of every error.
 *
 * @param source the API's name
 * @param message what is wrong
 * @param data an object that says more, or null; never text or an array
 */
record ErrorJson(String source, String message, @Nullable Object data) {}
