/**
 * Drives one WhatsApp Web page per session. The port is {@link io.rookery.worker.browser.Browsers}; the adapter is in {@code playwright}.
 *
 * <p>This feature knows nothing of leases but a deadline: past it the page refuses every call and closes its connection, whatever became of the worker.
 */
@NullMarked
package io.rookery.worker.browser;

import org.jspecify.annotations.NullMarked;
