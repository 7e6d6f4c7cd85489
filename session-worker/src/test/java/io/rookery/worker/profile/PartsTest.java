package io.rookery.worker.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartsTest {
    private static final int PART = 64 * 1024;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PART - 1, PART, PART + 1, 2 * PART, 3 * PART + 7})
    void whatWasWritten_isThere_inItsOrder(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        var parts = new Parts();
        int half = size / 2;
        parts.write(content, 0, half);
        if (size > half) parts.write(content[half]);
        if (size > half + 1) parts.write(content, half + 1, size - half - 1);

        var all = new ByteArrayOutputStream();
        parts.list().forEach(all::writeBytes);

        assertThat(parts.size()).isEqualTo(size);
        assertThat(all.toByteArray()).isEqualTo(content);
        assertThat(parts.list()).allMatch(part -> part.length <= PART);
    }
}
