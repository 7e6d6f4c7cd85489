/** The command line: {@code up}, {@code down}, {@code status}, {@code logs}, {@code demo}. One line per fault, no stack traces. */
@NullMarked
package io.rookery.quickstart.cli;

import org.jspecify.annotations.NullMarked;
