package io.rookery.worker.browser;

/** Gets what a page tells, in order, on the page's own thread: hand it on, don't work here. */
@FunctionalInterface
public interface PageListener {
    void onEvent(PageEvent event);
}
