package io.rookery.gateway;

import io.rookery.gateway.access.ApiKeyFile;
import io.rookery.startup.StartupFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/** What can be seen to be wrong before anything is started: said at once, and in the operator's words. */
final class StartupCheck implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        Environment environment = event.getEnvironment();
        requireGoodKeyFile(environment);
        requireFreePort(environment, "server");
        requireFreePort(environment, "management.server");
        String redis = environment.getProperty("spring.data.redis.url");
        if (redis != null && !RedisProperties.isValid(redis))
            throw new StartupFailure("spring.data.redis.url must look like redis://:password@host:port");
    }

    private static void requireGoodKeyFile(Environment environment) {
        String file = environment.getProperty("rookery.gateway.api-key-file", "");
        if (!file.isBlank()) ApiKeyFile.read(Path.of(file));
    }

    private static void requireFreePort(Environment environment, String server) {
        int port = port(server + ".port", environment.getProperty(server + ".port", "0"));
        if (port <= 0) return;
        String address = environment.getProperty(server + ".address", "127.0.0.1");
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(address))) {
            probe.setReuseAddress(true);
        } catch (UnknownHostException e) {
            throw new StartupFailure(server + ".address is no address of this machine: " + address);
        } catch (IOException e) {
            throw new StartupFailure("port " + port + " is taken, or can't be used (" + server + ".port)");
        }
    }

    private static int port(String property, String text) {
        try {
            int port = Integer.parseInt(text.strip());
            if (port >= -1 && port <= 65_535) return port;
        } catch (NumberFormatException ignored) {
            // said below
        }
        throw new StartupFailure(property + " must be a port number");
    }
}
