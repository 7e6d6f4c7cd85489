package io.rookery.quickstart.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports on the loopback address. Safe for use by many threads. */
public final class Ports {
    /** Below the range from which systems take the ports of outgoing connections, so a free one stays free. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 31_999;
    private static final int ATTEMPTS = 1_000;

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /** @return a port on which nobody listens and which this JVM has not given out before */
    public static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new PartFailed("no free port between " + LOWEST + " and " + HIGHEST);
    }

    /** @return {@code port}, or a free one where it is 0 */
    public static int orFree(int port) {
        return port == 0 ? free() : port;
    }

    /** @throws PortTaken where somebody listens on it */
    public static void requireFree(String part, int port) {
        if (!isFree(port)) {
            throw new PortTaken(part, port);
        }
    }

    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
