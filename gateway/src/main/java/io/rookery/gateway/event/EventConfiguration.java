package io.rookery.gateway.event;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.rookery.gateway.GatewayProperties;
import java.util.List;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EventConfiguration {

    @Bean(destroyMethod = "close")
    EventFeed eventFeed(
            List<EventListener> listeners, PastEvents past, GatewayProperties properties, MeterRegistry registry) {
        EventFeed feed = new EventFeed(
                listeners,
                past,
                new EventFeed.Limits(
                        properties.heldEvents(),
                        properties.heldSize().toBytes(),
                        properties.streams(),
                        properties.catchUps()));
        Gauge.builder("rookery.gateway.sse.subscribers", feed, EventFeed::followers)
                .description("Open event streams")
                .register(registry);
        return feed;
    }

    /** Streams end before the web server waits for its requests. */
    @Bean
    SmartLifecycle streamsEndFirst(EventFeed feed) {
        return new SmartLifecycle() {
            private volatile boolean running;

            @Override
            public void start() {
                running = true;
            }

            @Override
            public void stop() {
                feed.close();
                running = false;
            }

            @Override
            public boolean isRunning() {
                return running;
            }

            @Override
            public int getPhase() {
                return Integer.MAX_VALUE;
            }
        };
    }
}
