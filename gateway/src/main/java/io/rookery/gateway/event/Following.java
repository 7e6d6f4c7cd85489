package io.rookery.gateway.event;

import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One stream's place in the topics. It is asked for what comes next, and holds nothing itself: a reader that is slow costs no memory. For one caller at a time; must be closed.
 */
public interface Following extends AutoCloseable {

    /**
     * What comes next, at once; empty where there is nothing now.
     *
     * @throws EventFeed.FollowerTooSlow where what comes next is not held any more
     */
    List<FeedItem> take();

    /** Completes when it is time to {@link #take} again, on any thread. Whoever stops waiting misses nothing. */
    Mono<Void> ready();

    /** Where to go on after all that was taken. */
    String cursor();

    /** Whether the gateway ends its streams. */
    boolean isOver();

    @Override
    void close();

    /** All of it, one after the other, as fast as it is asked for. */
    default Flux<FeedItem> items() {
        return Mono.<List<FeedItem>>defer(() -> {
                    List<FeedItem> now = take();
                    return now.isEmpty() && !isOver()
                            ? ready().publishOn(Schedulers.parallel()).then(Mono.empty())
                            : Mono.just(now);
                })
                .repeat(() -> !isOver())
                .concatMapIterable(items -> items, 1);
    }
}
