/** The object store by the S3 protocol. */
@NullMarked
package io.rookery.store.s3;

import org.jspecify.annotations.NullMarked;
