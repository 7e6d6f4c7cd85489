package io.rookery.gateway.event;

/** What a follower of a session gets. {@code cursor}: where to go on after this item. */
public sealed interface FeedItem {
    String cursor();

    /** The stream begins here; nothing happened. */
    record Begin(String cursor) implements FeedItem {}

    /** Between the place that the follower named and here something may be missing: it is not held any more. */
    record Gap(String cursor) implements FeedItem {}

    record Told(String cursor, SessionEvent event) implements FeedItem {}
}
