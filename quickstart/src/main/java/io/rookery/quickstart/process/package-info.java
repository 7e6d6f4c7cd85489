/** Child processes that die with their parent, ports, private files, waiting. Knows nothing of what the processes do. */
@NullMarked
package io.rookery.quickstart.process;

import org.jspecify.annotations.NullMarked;
