/**
 * One session on its owner. The core ({@link io.rookery.worker.session.SessionHost} and its parts) is a state machine without I/O: it gets inputs and a time, and
 * answers with effects. {@link io.rookery.worker.session.HostRuntime} carries the effects out and feeds their results back.
 */
@NullMarked
package io.rookery.worker.session;

import org.jspecify.annotations.NullMarked;
