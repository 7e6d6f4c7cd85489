package io.rookery.gateway;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Redis is; Boot's own property names.
 *
 * @param url {@code redis://[user]:password@host:port[/database]}, {@code rediss://} for TLS. Holds a secret
 * @param ssl whom to trust, where it is not those that the JVM trusts
 */
@ConfigurationProperties("spring.data.redis")
public record RedisProperties(
        @DefaultValue("redis://127.0.0.1:6379") String url,
        @DefaultValue Ssl ssl) {

    /** @param bundle the name of an SSL bundle ({@code spring.ssl.bundle.*}); with one TLS is spoken, whatever the URL says */
    public record Ssl(@Nullable String bundle) {}

    /** Host and port only, for people. */
    public String place() {
        try {
            URI uri = new URI(url);
            return uri.getHost() + ":" + (uri.getPort() < 0 ? 6379 : uri.getPort());
        } catch (URISyntaxException e) {
            return "an address that is none";
        }
    }

    static boolean isValid(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() != null && ("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "RedisProperties[" + place() + "]";
    }
}
