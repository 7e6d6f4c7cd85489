package io.rookery.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedisBinaryTest {
    @Test
    void readsTheMajorVersion() {
        assertThat(RedisBinary.majorVersion("Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64"))
                .contains(7);
        assertThat(RedisBinary.majorVersion("command not found")).isEmpty();
    }

    @Test
    void knowsTheNamesOfTheStaticPrograms() {
        assertThat(RedisBinary.bundledName("Linux", "amd64")).isEqualTo("redis-server-7.0.15-linux-amd64");
        assertThat(RedisBinary.bundledName("Linux", "aarch64")).isEqualTo("redis-server-7.0.15-linux-arm64");
        assertThat(RedisBinary.bundledName("Mac OS X", "aarch64")).isEqualTo("redis-server-7.0.15-darwin-arm64");
    }
}
