package io.rookery.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.gateway.problem.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class RequestBudgetFilterTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final DataSize LARGEST = DataSize.ofKilobytes(512);

    private final RequestBudgetFilter filter = new RequestBudgetFilter(DataSize.ofKilobytes(640), LARGEST);
    private final Sinks.Empty<Void> answer = Sinks.empty();

    @Test
    void whatIsBeyondTheBudget_isRefused_andTakenAgainWhenOthersHaveTheirAnswer() {
        for (int request = 0; request < 40; request++) open(HttpMethod.DELETE, 0, answer.asMono());
        refused(HttpMethod.POST, 0);
        answer.tryEmitEmpty();
        StepVerifier.create(filter.filter(exchange(HttpMethod.POST, 0), exchange -> Mono.empty()))
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void aLargeBodyTakesMoreOfIt_andNoneTakesMoreThanTheLargestThatIsRead() {
        open(HttpMethod.POST, 500 << 10, answer.asMono());
        refused(HttpMethod.POST, 500 << 10);
        open(HttpMethod.POST, 10 << 10, answer.asMono());
        answer.tryEmitEmpty();
        open(HttpMethod.POST, Long.MAX_VALUE, Mono.never());
    }

    @Test
    void aBodyOfUnknownLength_countsAsTheLargest() {
        var request = MockServerHttpRequest.post("/").header("Transfer-Encoding", "chunked");
        filter.filter(MockServerWebExchange.from(request), exchange -> answer.asMono())
                .subscribe();
        refused(HttpMethod.POST, 120 << 10);
    }

    @Test
    void whoAsksOnly_isNotCharged() {
        open(HttpMethod.POST, 512 << 10, answer.asMono());
        open(HttpMethod.POST, 96 << 10, answer.asMono());
        open(HttpMethod.GET, 0, Mono.never());
    }

    private void open(HttpMethod method, long length, Mono<Void> answer) {
        boolean[] reached = new boolean[1];
        filter.filter(exchange(method, length), exchange -> {
                    reached[0] = true;
                    return answer;
                })
                .subscribe();
        assertThat(reached[0]).isTrue();
    }

    private void refused(HttpMethod method, long length) {
        StepVerifier.create(filter.filter(exchange(method, length), exchange -> Mono.empty()))
                .expectErrorSatisfies(error -> {
                    assertThat(error).isInstanceOf(ProblemException.class);
                    assertThat(((ProblemException) error).problem().code()).isEqualTo("TOO_MANY_REQUESTS");
                })
                .verify(SOON);
    }

    private static MockServerWebExchange exchange(HttpMethod method, long length) {
        return MockServerWebExchange.from(
                MockServerHttpRequest.method(method, "/").header("Content-Length", Long.toString(length)));
    }
}
