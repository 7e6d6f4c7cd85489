/** The cluster under test and those around it: people with phones, a plain Kafka client, a reader of all events. */
@NullMarked
package io.rookery.systest.world;

import org.jspecify.annotations.NullMarked;
