/**
 * The browser port on Playwright and Chromium.
 *
 * <p>Playwright's objects belong to the thread that made them, and page callbacks only run while that thread is inside a Playwright call. So a {@code Lane} is one thread
 * with one driver process and several sessions: it pumps callbacks, and carries out the pages' calls one short step at a time. Everything that may take long (a copy
 * while a browser is frozen, waiting for an answer) happens elsewhere.
 */
@NullMarked
package io.rookery.worker.browser.playwright;

import org.jspecify.annotations.NullMarked;
