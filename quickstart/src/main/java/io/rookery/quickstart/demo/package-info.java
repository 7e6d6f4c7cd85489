/** The whole story of a session, played against a running cluster. */
@NullMarked
package io.rookery.quickstart.demo;

import org.jspecify.annotations.NullMarked;
