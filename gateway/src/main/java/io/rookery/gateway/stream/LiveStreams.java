package io.rookery.gateway.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rookery.gateway.GatewayProperties;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.access.CallerDirectory;
import io.rookery.gateway.event.EventFeed;
import io.rookery.gateway.event.Following;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Opens streams for callers. */
@Component
class LiveStreams {
    private final EventFeed feed;
    private final CallerDirectory callers;
    private final InstantSource clock;
    private final LiveStream.Times times;
    private final Map<Step.Reason, Counter> cut = new EnumMap<>(Step.Reason.class);

    LiveStreams(
            EventFeed feed,
            CallerDirectory callers,
            InstantSource clock,
            GatewayProperties gateway,
            StreamProperties properties,
            MeterRegistry metrics) {
        this.feed = feed;
        this.callers = callers;
        this.clock = clock;
        this.times = new LiveStream.Times(gateway.heartbeat(), properties.stall());
        for (Step.Reason reason : Step.Reason.values())
            cut.put(
                    reason,
                    Counter.builder("rookery.gateway.streams.cut")
                            .description("Live streams that the gateway ended, by the reason")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(metrics));
    }

    /** Errs where the caller may not see what it asks for, or there are as many streams as may be; empty where the caller is gone. Whoever gets it closes it. */
    Mono<LiveStream> open(StreamRequest request, ServerHttpResponse response) {
        return Mono.zip(Caller.current(), Wire.of(response))
                .map(both -> new LiveStream(
                        follow(request, both.getT1()),
                        both.getT2(),
                        callers.ended(both.getT1()),
                        clock,
                        times,
                        this::count));
    }

    private void count(Step.Reason reason) {
        Counter counter = cut.get(reason);
        if (counter != null) counter.increment();
    }

    private Following follow(StreamRequest request, Caller caller) {
        try {
            return feed.open(request.interest(caller), request.from());
        } catch (EventFeed.TooManyFollowers e) {
            throw ProblemException.of(ProblemCode.TOO_MANY_STREAMS, "this gateway has as many streams as it may have");
        }
    }
}
