@NullMarked
package io.rookery.quickstart.api;

import org.jspecify.annotations.NullMarked;
