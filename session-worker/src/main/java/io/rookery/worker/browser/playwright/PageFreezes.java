package io.rookery.worker.browser.playwright;

import io.rookery.worker.browser.WhatsAppPage.FrozenWork;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The freezes of one page: its lane does no step of it while its browser stands still, and none is begun in the middle of a step. Safe for use by many threads. */
final class PageFreezes {
    private final Freezer freezer;
    private final Workshop shop;
    private final Consumer<Runnable> lane;
    private final Supplier<@Nullable ProcessTree> browser;
    private final Supplier<String> end;
    /** Under way. Not as dependents of the page's end: it would keep every one of them for as long as the page lives. */
    private final Set<CompletableFuture<Duration>> underWay = ConcurrentHashMap.newKeySet();

    private volatile boolean frozen;

    /**
     * @param lane does a step of the page when it is the page's turn
     * @param browser null where it is closing or gone
     * @param end why it is
     */
    PageFreezes(
            Freezer freezer,
            Workshop shop,
            Consumer<Runnable> lane,
            Supplier<@Nullable ProcessTree> browser,
            Supplier<String> end) {
        this.freezer = freezer;
        this.shop = shop;
        this.lane = lane;
        this.browser = browser;
        this.end = end;
    }

    boolean isFrozen() {
        return frozen;
    }

    /** @return how long the browser stood still; fails where it is gone, or the work does */
    CompletionStage<Duration> begin(FrozenWork copy) {
        CompletableFuture<Duration> stood = new CompletableFuture<>();
        underWay.add(stood);
        var ignored = stood.whenComplete((time, failure) -> underWay.remove(stood));
        shop.background().execute(() -> {
            try {
                freezer.awaitMark();
                lane.accept(() -> start(copy, stood));
            } catch (IOException | RuntimeException e) {
                stood.completeExceptionally(e);
            }
        });
        return stood.minimalCompletionStage();
    }

    /** The page has gone: those that were not begun never will be. */
    void end() {
        underWay.forEach(stood -> stood.completeExceptionally(new IOException(end.get())));
    }

    private void start(FrozenWork copy, CompletableFuture<Duration> stood) {
        ProcessTree running = browser.get();
        if (running == null) {
            stood.completeExceptionally(new IOException(end.get()));
            return;
        }
        frozen = true;
        shop.background().execute(() -> freeze(running, copy, stood));
    }

    private void freeze(ProcessTree running, FrozenWork copy, CompletableFuture<Duration> stood) {
        try {
            Duration time = freezer.whileStopped(running, copy);
            shop.metrics().freeze.record(time);
            thaw();
            stood.complete(time);
        } catch (IOException | RuntimeException e) {
            thaw();
            stood.completeExceptionally(e);
        }
    }

    private void thaw() {
        frozen = false;
        lane.accept(() -> {}); // it may have something to do by now
    }
}
