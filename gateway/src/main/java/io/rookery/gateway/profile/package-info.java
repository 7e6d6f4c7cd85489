/** What is stored of a session's profile, as far as that can be told without opening it. */
@NullMarked
package io.rookery.gateway.profile;

import org.jspecify.annotations.NullMarked;
