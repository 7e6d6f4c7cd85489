@NullMarked
package io.rookery.infra;

import org.jspecify.annotations.NullMarked;
