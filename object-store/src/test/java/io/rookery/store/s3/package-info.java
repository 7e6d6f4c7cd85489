@NullMarked
package io.rookery.store.s3;

import org.jspecify.annotations.NullMarked;
