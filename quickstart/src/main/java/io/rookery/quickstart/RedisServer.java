package io.rookery.quickstart;

import io.rookery.quickstart.process.Child;
import io.rookery.quickstart.process.PartFailed;
import io.rookery.quickstart.process.Ports;
import io.rookery.quickstart.process.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A real Redis ≥ 7 on the loopback address, with a generated password and an append-only file, so that a killed process loses nothing that it
 * answered. It never evicts: a full memory is an error.
 */
public final class RedisServer extends ChildPart {
    private static final Duration A_MOMENT = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final int port;
    private final String password;
    private final Map<String, String> overrides;

    /** On any free port. */
    public RedisServer(Path directory) {
        this(directory, 0);
    }

    /** @param port 0 for any free one */
    public RedisServer(Path directory, int port) {
        this(directory, port, Map.of());
    }

    /** @param overrides of its configuration, by name: for what programs must refuse */
    public RedisServer(Path directory, int port, Map<String, String> overrides) {
        super("redis", directory, Duration.ofSeconds(10));
        this.overrides = new TreeMap<>(overrides);
        this.port = Ports.orFree(port);
        this.password = PrivateFiles.secret(directory().resolve("password"));
    }

    public int port() {
        return port;
    }

    public String password() {
        return password;
    }

    /** With the password, as clients take it: {@code redis://:password@127.0.0.1:port}. */
    public String url() {
        return "redis://:" + password + "@127.0.0.1:" + port;
    }

    /**
     * Carries a command out that has one line for an answer.
     *
     * @throws PartFailed where it does not answer, or by an error
     */
    public String ask(String... words) {
        try (var connection = new RespConnection(port, PATIENCE)) {
            connection.ask("AUTH", password);
            String answer = connection.ask(words);
            if (answer.startsWith("-")) throw new PartFailed("redis refuses: " + answer);
            return answer;
        } catch (IOException e) {
            throw new PartFailed("redis does not answer", e);
        }
    }

    @Override
    List<Integer> ports() {
        return List.of(port);
    }

    @Override
    List<String> prepare() {
        Path data = PrivateFiles.directory(directory().resolve("data"));
        Path configuration = directory().resolve("redis.conf");
        PrivateFiles.write(configuration, """
                bind 127.0.0.1
                port %d
                requirepass %s
                dir "%s"
                daemonize no
                save ""
                appendonly yes
                appendfsync everysec
                maxmemory-policy noeviction
                %s
                """.formatted(port, password, data, lines(overrides)));
        return List.of(RedisBinary.find(directory()).toString(), configuration.toString());
    }

    /** Of two lines with one name the later one counts. */
    private static String lines(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + " " + setting.getValue())
                .collect(Collectors.joining("\n"));
    }

    @Override
    boolean isReady(Child starting) {
        try (var connection = new RespConnection(port, A_MOMENT)) {
            return connection.ask("AUTH", password).equals("+OK")
                    && connection.ask("PING").equals("+PONG");
        } catch (IOException notYet) {
            return false;
        }
    }
}
