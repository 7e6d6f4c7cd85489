package io.rookery.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisServerIT {
    private static final Duration ENOUGH = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void asksForThePasswordAndKeepsItsDataOverAKill() throws Exception {
        try (var redis = new RedisServer(directory)) {
            redis.start();
            try (var stranger = new RespConnection(redis.port(), ENOUGH)) {
                assertThat(stranger.ask("GET", "key")).startsWith("-NOAUTH");
                assertThat(stranger.ask("AUTH", "guess")).startsWith("-WRONGPASS");
            }
            try (var friend = new RespConnection(redis.port(), ENOUGH)) {
                assertThat(friend.ask("AUTH", redis.password())).isEqualTo("+OK");
                assertThat(friend.ask("SET", "key", "kept")).isEqualTo("+OK");
            }
            redis.kill();
            redis.start();
        }
        try (var again = new RedisServer(directory)) {
            again.start();
            try (var friend = new RespConnection(again.port(), ENOUGH)) {
                friend.ask("AUTH", again.password());
                assertThat(friend.ask("GET", "key")).isEqualTo("kept");
            }
        }
    }

    @Test
    void thePasswordStandsOnlyInFilesOfTheOwner() throws Exception {
        try (var redis = new RedisServer(directory)) {
            redis.start();
            for (String file : new String[] {"password", "redis.conf"}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
                        .isEqualTo("rw-------");
            }
            String commandLine = ProcessHandle.of(redis.pid().orElseThrow())
                    .flatMap(process -> process.info().commandLine())
                    .orElse("");
            assertThat(commandLine).doesNotContain(redis.password());
        }
    }
}
