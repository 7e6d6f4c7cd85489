/** How fast and how much a session sends: the gap, the hour, the day, and what WhatsApp itself holds back. Pure: the time comes in. */
@NullMarked
package io.rookery.worker.pacing;

import org.jspecify.annotations.NullMarked;
