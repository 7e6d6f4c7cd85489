/**
 * How a command comes in: admission looks at every record once, the command log fills the mailboxes of the sessions that this worker owns. The log is the mailbox:
 * what a mailbox can't hold it drops, and has the reader seek back later.
 */
@NullMarked
package io.rookery.worker.command;

import org.jspecify.annotations.NullMarked;
