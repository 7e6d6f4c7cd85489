/**
 * Who a session is: its Chromium profile, kept in an object store as immutable, content-addressed, encrypted files and immutable manifests; the highest manifest key is the
 * current profile. And the epochs, create-only objects beside it, which fence writers. This feature knows nothing of leases and commands.
 */
@NullMarked
package io.rookery.worker.profile;

import org.jspecify.annotations.NullMarked;
