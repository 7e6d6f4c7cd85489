package io.rookery.quickstart;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.OptionalInt;

/** Asks whether a program answers over HTTP yet. */
final class Http {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    private Http() {}

    /** @return the status of a GET, or empty where nobody answers */
    static OptionalInt status(String uri) {
        try {
            var request =
                    HttpRequest.newBuilder(URI.create(uri)).timeout(TIMEOUT).build();
            return OptionalInt.of(
                    CLIENT.send(request, BodyHandlers.discarding()).statusCode());
        } catch (IOException notYet) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    static boolean isOk(String uri) {
        return status(uri).orElse(0) == 200;
    }
}
