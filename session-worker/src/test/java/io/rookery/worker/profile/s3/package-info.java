@NullMarked
package io.rookery.worker.profile.s3;

import org.jspecify.annotations.NullMarked;
