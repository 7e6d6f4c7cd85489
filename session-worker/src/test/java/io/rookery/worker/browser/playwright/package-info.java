@NullMarked
package io.rookery.worker.browser.playwright;

import org.jspecify.annotations.NullMarked;
