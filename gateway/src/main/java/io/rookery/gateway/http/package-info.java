/** What holds for every answer, whatever was asked: its request id, headers that keep browsers out, who may ask from a page of another origin. Knows problems, and no other feature. */
@NullMarked
package io.rookery.gateway.http;

import org.jspecify.annotations.NullMarked;
