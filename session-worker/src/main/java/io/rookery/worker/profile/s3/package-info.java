/** The object store by the S3 protocol. */
@NullMarked
package io.rookery.worker.profile.s3;

import org.jspecify.annotations.NullMarked;
