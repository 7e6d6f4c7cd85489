package io.rookery.http;

import org.jspecify.annotations.Nullable;

/**
 * What a server said to a body that was posted.
 *
 * @param retryAfter the header of this name as it came: seconds, a date, or anything else
 */
public record PostAnswer(int status, @Nullable String retryAfter) {}
