package io.rookery.gateway.session.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.rookery.events.redis.RedisRequirements;
import io.rookery.gateway.GatewayProperties;
import io.rookery.gateway.RedisProperties;
import io.rookery.startup.StartupFailure;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.Properties;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SessionRecordsConfiguration {
    private static final Duration CALL = Duration.ofMillis(500);

    @Bean(destroyMethod = "shutdown")
    ClientResources redisThreads() {
        return DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .build();
    }

    /** While Redis is away a command is refused at once: one that nobody waits for any more must not run after the reconnect. */
    @Bean(destroyMethod = "shutdown")
    RedisClient redisClient(
            RedisProperties redis, GatewayProperties gateway, ClientResources threads, SslBundles bundles) {
        RedisURI uri = RedisURI.create(redis.url());
        uri.setTimeout(gateway.startTimeout());
        uri.setClientName("rookery-gateway");
        ClientOptions.Builder options = ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(Duration.ofSeconds(2))
                        .build());
        String bundle = redis.ssl().bundle();
        if (bundle != null && !bundle.isBlank()) {
            uri.setSsl(true);
            options.sslOptions(tls(bundle, bundles));
        }
        RedisClient client = RedisClient.create(threads, uri);
        client.setOptions(options.build());
        return client;
    }

    private static SslOptions tls(String name, SslBundles bundles) {
        try {
            SslBundle bundle = bundles.getBundle(name);
            var tls = SslOptions.builder()
                    .keyManager(bundle.getManagers().getKeyManagerFactory())
                    .trustManager(bundle.getManagers().getTrustManagerFactory());
            String[] ciphers = bundle.getOptions().getCiphers();
            if (ciphers != null) tls.cipherSuites(ciphers);
            String[] protocols = bundle.getOptions().getEnabledProtocols();
            if (protocols != null) tls.protocols(protocols);
            return tls.build();
        } catch (RuntimeException e) { // the edge: Boot's errors of bundles and of their files
            throw new StartupFailure(
                    "the SSL bundle " + name + " (spring.data.redis.ssl.bundle) can't be used: " + root(e));
        }
    }

    private static String root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) cause = cause.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    @Bean
    StatefulRedisConnection<String, String> redisConnection(RedisClient client, RedisProperties redis) {
        try {
            StatefulRedisConnection<String, String> connection = client.connect();
            RedisRequirements.unmet(info(connection)).ifPresent(reason -> {
                throw new StartupFailure("Redis at " + redis.place() + " can't be used: " + reason);
            });
            return connection;
        } catch (RedisException e) {
            throw new StartupFailure("Redis at " + redis.place() + " can't be used: " + root(e));
        }
    }

    /** {@code INFO} has the form of a properties file. */
    private static Properties info(StatefulRedisConnection<String, String> connection) {
        Properties info = new Properties();
        try {
            info.load(new StringReader(connection.sync().info()));
        } catch (IOException | IllegalArgumentException e) {
            throw new StartupFailure("Redis describes itself in an unknown form (INFO)");
        }
        return info;
    }

    @Bean
    RedisCalls redisCalls(StatefulRedisConnection<String, String> connection) {
        return new RedisCalls(connection.reactive(), CALL, System::nanoTime);
    }

    @Bean
    RedisSessionRecords sessionRecords(RedisCalls calls) {
        return new RedisSessionRecords(calls);
    }

    @Bean
    RedisUserSessions userSessions(RedisCalls calls, RedisSessionRecords records) {
        return new RedisUserSessions(calls, records);
    }
}
