/** Phone numbers as people write them: found out about before anything goes to the page. Pure. */
@NullMarked
package io.rookery.worker.number;

import org.jspecify.annotations.NullMarked;
