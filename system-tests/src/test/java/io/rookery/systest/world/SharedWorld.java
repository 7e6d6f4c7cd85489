package io.rookery.systest.world;

import io.rookery.quickstart.ClusterOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.support.TypeBasedParameterResolver;

/**
 * The one cluster of the whole test run, for every test that takes a {@link World}: started by the first one, stopped when all are over. Every
 * test has sessions, phones and commands of its own in it, and leaves at least one worker. Data and logs stay in {@code target/world}.
 */
public final class SharedWorld extends TypeBasedParameterResolver<World> {

    @Override
    public World resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedWorld.class))
                .computeIfAbsent(World.class, any -> start(), World.class);
    }

    private static World start() {
        Path data = Path.of("target", "world").toAbsolutePath();
        Directories.delete(data);
        // Web hooks of the tests end in the tests, and the broker shares two cores with all of them.
        return World.started(ClusterOptions.in(data)
                .withGatewaySetting("rookery.gateway.kafka-silence", "5s")
                .withGatewaySetting("rookery.webhooks.allow-http", "true")
                .withGatewaySetting("rookery.webhooks.allow-private", "127.0.0.1"));
    }
}
