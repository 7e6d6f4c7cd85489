/** API keys: made, rotated and revoked at run time, kept as hashes in the configuration. Knows who calls and where configuration is kept, and no other feature. */
@NullMarked
package io.rookery.gateway.key;

import org.jspecify.annotations.NullMarked;
