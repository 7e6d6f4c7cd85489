package io.rookery.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.events.InvalidValue;
import io.rookery.http.OutboundHttp;
import io.rookery.http.OutboundHttpSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetsTest {
    private final OutboundHttp http = new OutboundHttp(OutboundHttpSettings.defaults());

    @Test
    void plainHttpIsTakenOnlyWhereTheOperatorSaysSo() {
        String url = "http://93.184.215.14/";
        assertThatThrownBy(() -> new Targets(http, false).require(url, Map.of()))
                .isInstanceOf(InvalidValue.class)
                .hasMessage("url must begin with https://");
        assertThatCode(() -> new Targets(http, true).require(url, Map.of())).doesNotThrowAnyException();
        assertThatCode(() -> new Targets(http, false).require("HTTPS://93.184.215.14/", Map.of()))
                .doesNotThrowAnyException();
    }
}
