/** Web hooks' secrets under the master keys of the object store. */
@NullMarked
package io.rookery.gateway.webhook.store;

import org.jspecify.annotations.NullMarked;
