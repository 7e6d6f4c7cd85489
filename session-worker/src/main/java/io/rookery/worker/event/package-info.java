/** What the worker tells: events and outcomes onto their topics, and what predecessors have told. Ports here, Kafka beside them. */
@NullMarked
package io.rookery.worker.event;

import org.jspecify.annotations.NullMarked;
