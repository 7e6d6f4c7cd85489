package io.rookery.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.PortInUseException;

class StartupReportTest {

    @Test
    void theGatewaysOwnSentenceIsFoundBelowWhatSpringSays() {
        assertThat(reason(new IllegalStateException("a bean", new StartupFailure("there is no key"))))
                .isEqualTo("there is no key");
        assertThat(reason(new IllegalStateException("a bean", new PortInUseException(8080))))
                .isEqualTo("port 8080 is taken");
    }

    @Test
    void whateverElseItIsItIsOneLineWithoutAPassword() {
        assertThat(reason(new IllegalStateException("bad\n  url redis://:secret@127.0.0.1:1")))
                .isEqualTo("IllegalStateException: bad url redis://:***@127.0.0.1:1");
    }

    private static String reason(Throwable failure) {
        return StartupReport.reason(failure);
    }
}
