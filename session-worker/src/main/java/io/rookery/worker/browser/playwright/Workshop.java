package io.rookery.worker.browser.playwright;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * What all lanes and pages share.
 *
 * @param background for what may take long
 * @param timer for short things at a later time
 * @param ticker monotonic nanoseconds
 */
record Workshop(
        PlaywrightSettings settings,
        Launcher launcher,
        Guard guard,
        InitScript initScript,
        BrowserMetrics metrics,
        Executor background,
        ScheduledExecutorService timer,
        InstantSource clock,
        LongSupplier ticker) {}
