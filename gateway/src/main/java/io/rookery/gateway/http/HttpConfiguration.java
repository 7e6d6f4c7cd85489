package io.rookery.gateway.http;

import io.rookery.startup.StartupFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.server.WebFilter;
import reactor.netty.NettyPipeline;

/** Browsers' pages of other origins are told nothing, but for those that the operator names. Who is too slow is let go. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpProperties.class)
class HttpConfiguration {
    private static final List<String> ASKED_WITH = List.of(
            "Authorization",
            "X-Api-Key",
            "Content-Type",
            "Content-Disposition",
            "Idempotency-Key",
            "Prefer",
            "If-None-Match",
            "Last-Event-ID",
            "X-Request-Id",
            "traceparent");
    private static final List<String> TOLD = List.of(
            "Location", "ETag", "Retry-After", "X-Request-Id", "Content-Disposition", "RateLimit", "RateLimit-Policy");

    /** When they are closed, nothing comes any more that could be waited for: the server has ended before, in order. */
    @Bean
    ReactorResourceFactory connections() {
        var connections = new ReactorResourceFactory();
        connections.setShutdownQuietPeriod(Duration.ZERO);
        return connections;
    }

    @Bean
    NettyServerCustomizer headerDeadline(HttpProperties properties) {
        return server -> server.doOnChannelInit((observer, channel, address) -> channel.pipeline()
                .addAfter(NettyPipeline.HttpCodec, null, new HeaderDeadline(properties.headerTimeout())));
    }

    /** Before the key is asked for: a browser's question whether it may ask has none. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 50)
    WebFilter allowedOrigins(HttpProperties properties) {
        if (properties.allowedOrigins().isEmpty()) return (exchange, chain) -> chain.filter(exchange);
        var allowed = new CorsConfiguration();
        properties.allowedOrigins().forEach(origin -> allowed.addAllowedOrigin(checked(origin)));
        allowed.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
        allowed.setAllowedHeaders(ASKED_WITH);
        allowed.setExposedHeaders(TOLD);
        // The key is a header, never a cookie.
        allowed.setAllowCredentials(false);
        allowed.setMaxAge(600L);
        var routes = new UrlBasedCorsConfigurationSource();
        routes.registerCorsConfiguration("/**", allowed);
        return new CorsWebFilter(routes, new RefusingCors());
    }

    /** An asterisk is none: who wants to let everybody in must say so for each. */
    private static String checked(String origin) {
        try {
            URI uri = new URI(origin);
            boolean isOrigin = uri.getHost() != null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && (uri.getPath() == null || uri.getPath().isEmpty())
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && uri.getUserInfo() == null;
            if (isOrigin) return origin;
        } catch (URISyntaxException ignored) {
            // said below
        }
        throw new StartupFailure("rookery.http.allowed-origins must be origins like https://console.example");
    }
}
