/** What the files of this module say, for tests of this and other modules. */
@NullMarked
package io.rookery.infra;

import org.jspecify.annotations.NullMarked;
