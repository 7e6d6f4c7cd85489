package io.rookery.gateway.stream;

import java.util.List;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Writes a stream to a web socket, and closes it in the end. */
final class SocketHandler implements WebSocketHandler {
    private static final String PROTOCOL = "rookery.v1";

    private final LiveStream stream;
    private final SocketFrames frames;
    private volatile Step.Reason reason = Step.Reason.GATEWAY_STOPS;

    SocketHandler(LiveStream stream, SocketFrames frames) {
        this.stream = stream;
        this.frames = frames;
    }

    @Override
    public List<String> getSubProtocols() {
        return List.of(PROTOCOL);
    }

    @Override
    public Mono<Void> handle(WebSocketSession session) {
        stream.heard();
        Mono<Void> written = session.send(stream.steps().concatMap(step -> messages(step, session), 1))
                .then(Mono.defer(() -> session.close(status(reason))));
        return Mono.firstWithSignal(written, read(session)).doFinally(ignored -> stream.close());
    }

    private Flux<WebSocketMessage> messages(Step step, WebSocketSession session) {
        if (step instanceof Step.End end) reason = end.reason();
        Flux<WebSocketMessage> texts = Flux.fromIterable(frames.write(step)).map(session::textMessage);
        if (!(step instanceof Step.Beat)) return texts;
        return texts.concatWith(Mono.fromSupplier(() -> session.pingMessage(buffers -> buffers.wrap(new byte[0]))));
    }

    /** Completes when the peer has closed, or was sent away because it talks. */
    private Mono<Void> read(WebSocketSession session) {
        return session.receive()
                .doOnNext(message -> stream.heard())
                .filter(message -> message.getType() == WebSocketMessage.Type.TEXT
                        || message.getType() == WebSocketMessage.Type.BINARY)
                .concatMap(message ->
                        session.close(CloseStatus.NOT_ACCEPTABLE.withReason("this stream takes no messages")))
                .then();
    }

    private static CloseStatus status(Step.Reason reason) {
        return switch (reason) {
            case SLOW_READER -> CloseStatus.SERVICE_OVERLOAD.withReason(reason.name());
            case KEY_REVOKED -> CloseStatus.POLICY_VIOLATION.withReason(reason.name());
            case SILENT -> CloseStatus.SERVER_ERROR.withReason(reason.name());
            case GATEWAY_STOPS -> CloseStatus.GOING_AWAY.withReason(reason.name());
        };
    }
}
