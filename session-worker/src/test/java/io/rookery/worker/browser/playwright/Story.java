package io.rookery.worker.browser.playwright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.PageListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** What a page told, in order. */
final class Story implements PageListener {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private final List<PageEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void onEvent(PageEvent event) {
        events.add(event);
    }

    <E extends PageEvent> E next(Class<E> type) {
        return next(type, event -> true);
    }

    /** Waits for the first such event, from the beginning. */
    <E extends PageEvent> E next(Class<E> type, Predicate<E> which) {
        return await("a " + type.getSimpleName() + " among " + kinds())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> all(type).stream().filter(which).findFirst(), found -> found.isPresent())
                .orElseThrow();
    }

    <E extends PageEvent> List<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    void hasAtLeast(int count, Class<? extends PageEvent> type) {
        await(count + " times " + type.getSimpleName() + " among " + kinds())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> all(type).size() >= count);
    }

    List<String> kinds() {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    void hasNo(Class<? extends PageEvent> type) {
        assertThat(kinds()).doesNotContain(type.getSimpleName());
    }
}
