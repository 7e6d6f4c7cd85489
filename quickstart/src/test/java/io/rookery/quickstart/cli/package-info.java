@NullMarked
package io.rookery.quickstart.cli;

import org.jspecify.annotations.NullMarked;
