package io.rookery.worker.browser.playwright;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What the browsers export. */
final class BrowserMetrics {
    final Timer launch;
    final Timer freeze;
    /** How long a lane's step took: callbacks of all its pages wait that long. */
    final Timer pump;

    final Timer collection;
    final Counter crashes;
    final AtomicInteger open = new AtomicInteger();
    final AtomicLong memory = new AtomicLong();

    BrowserMetrics(MeterRegistry registry) {
        launch = timer(registry, "rookery.browser.launch", "Start of a browser to its first page");
        freeze = timer(registry, "rookery.browser.freeze", "How long a browser stood still for a copy of its profile");
        pump = timer(registry, "rookery.browser.lane.pump", "Steps of a lane, during which its other sessions wait");
        collection = timer(
                registry,
                "rookery.browser.collection",
                "Garbage collections that pages were asked for, during which the other sessions of their lane wait");
        crashes = Counter.builder("rookery.browser.crashes")
                .description("Browsers that ended, or hung, without being asked to")
                .register(registry);
        Gauge.builder("rookery.browser.open", open, AtomicInteger::get)
                .description("Browsers that run")
                .register(registry);
        Gauge.builder("rookery.session.memory", memory, AtomicLong::get)
                .description("Proportional memory of all browsers and their drivers")
                .baseUnit("bytes")
                .register(registry);
    }

    private static Timer timer(MeterRegistry registry, String name, String description) {
        return Timer.builder(name).description(description).register(registry);
    }
}
