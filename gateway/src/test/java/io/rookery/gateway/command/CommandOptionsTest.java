package io.rookery.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.events.InvalidValue;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;

class CommandOptionsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait=10|10",
                "respond-async, wait=5|5",
                "WAIT = 7|7",
                "wait=\"3\"|3",
                "wait=99|30",
                "wait=0|0",
                "await=9|0",
                "wait=soon|0",
                "return=minimal|0"
            })
    void aPreferenceThatDoesNotFitIsIgnored(String preference, int seconds) {
        assertThat(options(CommandOptions.PREFER, preference).patience()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void theKeyIsTheCommandsId() {
        assertThat(options(CommandOptions.IDEMPOTENCY_KEY, "order-7").id()).hasToString("order-7");
        assertThat(options(CommandOptions.PREFER, "wait=1").id()).isNull();
        assertThatThrownBy(() -> options(CommandOptions.IDEMPOTENCY_KEY, "two words"))
                .isInstanceOfSatisfying(
                        InvalidValue.class, wrong -> assertThat(wrong.field()).isEqualTo("Idempotency-Key"));
    }

    @Test
    void onlyATraceContextIsPassedOn() {
        String context = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assertThat(options("traceparent", context).traceparent()).isEqualTo(context);
        assertThat(options("traceparent", "anything").traceparent()).isNull();
    }

    private static CommandOptions options(String header, String value) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(header, value);
        return CommandOptions.of(headers);
    }
}
