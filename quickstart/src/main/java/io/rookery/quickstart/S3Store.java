package io.rookery.quickstart;

import io.rookery.quickstart.process.Child;
import io.rookery.quickstart.process.JavaCommand;
import io.rookery.quickstart.process.Ports;
import io.rookery.quickstart.process.PrivateFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A real S3-compatible server (s3proxy) on the loopback address with its objects as files under the folder. It checks signatures (v4) against a
 * generated key pair, and a create-only PUT ({@code If-None-Match: *}) is atomic; {@code If-Match} is not. Use path-style addresses. It
 * creates no bucket by itself.
 */
public final class S3Store extends ChildPart {
    private static final int HEAP_MEGABYTES = 128;

    private final int port;
    private final String accessKey;
    private final String secretKey;
    private final Map<String, String> more;

    /** On any free port. */
    public S3Store(Path directory) {
        this(directory, 0);
    }

    /** @param port 0 for any free one */
    public S3Store(Path directory, int port) {
        this(directory, port, Map.of());
    }

    /** @param more of its settings, by name: a {@code secure-endpoint} beside the plain one */
    public S3Store(Path directory, int port, Map<String, String> more) {
        super("s3", directory, Duration.ofSeconds(5));
        this.more = new TreeMap<>(more);
        this.port = Ports.orFree(port);
        this.accessKey = PrivateFiles.secret(directory().resolve("access-key"));
        this.secretKey = PrivateFiles.secret(directory().resolve("secret-key"));
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    public String accessKey() {
        return accessKey;
    }

    public String secretKey() {
        return secretKey;
    }

    @Override
    List<Integer> ports() {
        return List.of(port);
    }

    @Override
    List<String> prepare() {
        Path objects = PrivateFiles.directory(directory().resolve("data"));
        Path configuration = directory().resolve("s3proxy.conf");
        PrivateFiles.write(configuration, """
                s3proxy.endpoint=%s
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                s3proxy.ignore-unknown-headers=true
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                %s
                """.formatted(endpoint(), accessKey, secretKey, objects, lines(more)));
        Path logging = directory().resolve("logback.xml");
        PrivateFiles.write(logging, """
                <configuration>
                  <statusListener class="ch.qos.logback.core.status.NopStatusListener"/>
                  <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{30} %msg%n</pattern></encoder>
                  </appender>
                  <root level="warn"><appender-ref ref="out"/></root>
                </configuration>
                """);
        List<String> command =
                JavaCommand.jar(Artifacts.s3proxy(), HEAP_MEGABYTES, "-Dlogback.configurationFile=" + logging.toUri());
        command.add("--properties");
        command.add(configuration.toString());
        return command;
    }

    private static String lines(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining("\n"));
    }

    @Override
    boolean isReady(Child starting) {
        return Http.status(endpoint() + "/").isPresent();
    }
}
