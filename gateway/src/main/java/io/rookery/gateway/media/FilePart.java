package io.rookery.gateway.media;

import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.http.codec.multipart.PartEventHttpMessageReader;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The one part of a form that is the file, as it comes in. */
final class FilePart {
    private static final String NAME = "file";
    private static final PartEventHttpMessageReader READER = new PartEventHttpMessageReader();

    private FilePart() {}

    private record Piece(
            String name,
            HttpHeaders headers,
            boolean last,
            @SuppressWarnings("ArrayRecordComponent") byte[] bytes) {
        static Piece of(PartEvent event) {
            return new Piece(event.name(), event.headers(), event.isLast(), NetworkBuffers.copied(event.content()));
        }
    }

    /**
     * @param taker gets the part's headers and its content
     * @return what the taker makes of it; an error where the form is not one part with this name
     */
    static <T> Mono<T> of(ServerHttpRequest form, BiFunction<HttpHeaders, Flux<byte[]>, Mono<T>> taker) {
        return READER.read(ResolvableType.forClass(PartEvent.class), new Copied(form), Map.of())
                .map(Piece::of)
                .switchOnFirst((signal, all) -> {
                    Piece first = signal.get();
                    // An error, or a form without parts.
                    if (first == null) return all.thenMany(Flux.<T>error(missing()));
                    if (!first.name().equals(NAME)) return Flux.<T>error(missing());
                    return taker.apply(first.headers(), content(all));
                })
                .single();
    }

    private static Flux<byte[]> content(Flux<Piece> pieces) {
        var ended = new AtomicBoolean();
        return pieces.map(piece -> {
            if (ended.getAndSet(piece.last())) throw missing();
            return piece.bytes();
        });
    }

    /** The reader may release buffers of the network twice when a form is given up in its middle; those of the heap are not counted. */
    private static final class Copied extends ServerHttpRequestDecorator {
        Copied(ServerHttpRequest request) {
            super(request);
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return super.getBody()
                    .map(buffer -> DefaultDataBufferFactory.sharedInstance.wrap(NetworkBuffers.copied(buffer)));
        }
    }

    static ProblemException missing() {
        return ProblemException.field(
                ProblemCode.INVALID_REQUEST, NAME, "the form must have one part, named " + NAME + ", with the file");
    }
}
