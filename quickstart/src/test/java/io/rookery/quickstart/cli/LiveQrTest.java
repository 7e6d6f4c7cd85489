package io.rookery.quickstart.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.quickstart.api.StubGateway;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class LiveQrTest {
    @Test
    void eachCodeIsShownOnceAndTheNextOneAgain() throws Exception {
        try (var gateway = new StubGateway()) {
            gateway.answer("GET /v1/sessions?limit=500", 200, """
                    {"sessions":[{"sessionId":"alice","state":"QR_READY"},{"sessionId":"bob","state":"READY"}]}""");
            gateway.answer("GET /v1/sessions/alice/qr?wait=0", 200, "{\"qr\":\"first\"}");
            var out = new StringWriter();
            var qr = new LiveQr(gateway.client(), new PrintWriter(out));
            qr.look();
            qr.look();
            assertThat(out.toString()).containsOnlyOnce("session alice").contains(TerminalQr.draw("first"));
            assertThat(out.toString()).doesNotContain("bob");

            gateway.answer("GET /v1/sessions/alice/qr?wait=0", 200, "{\"qr\":\"second\"}");
            qr.look();
            assertThat(out.toString()).contains(TerminalQr.draw("second"));
        }
    }
}
