package io.rookery.simulator.http;

import io.rookery.simulator.store.MediaStore;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where pages bring the bytes of media and fetch them: {@code POST /media} answers {@code {sha256, size}}, {@code GET
 * /media/SHA256} the bytes. Both go through in pieces.
 */
final class MediaFiles {

    static final long LIMIT_BYTES = 100L << 20;

    private static final String PATH = "/media";

    private final MediaStore store;

    MediaFiles(MediaStore store) {
        this.store = store;
    }

    /** @return whether the request was for media and is, or will be, answered */
    boolean handle(HttpServerRequest request) {
        String path = String.valueOf(request.path());
        if (request.method().equals(HttpMethod.POST) && path.equals(PATH)) {
            receive(request);
            return true;
        }
        if (request.method().equals(HttpMethod.GET) && path.startsWith(PATH + "/")) {
            send(request, store.find(path.substring(PATH.length() + 1)));
            return true;
        }
        return false;
    }

    private void receive(HttpServerRequest request) {
        MediaStore.Upload upload = store.upload();
        request.handler(piece -> {
            if (upload.size() <= LIMIT_BYTES) {
                upload.write(piece.getBytes()); // one piece too much is enough to know
            }
        });
        request.exceptionHandler(broken -> upload.abort());
        request.endHandler(end -> {
            if (upload.size() > LIMIT_BYTES) {
                upload.abort();
                Routes.problem(request, 413, "Media have at most " + (LIMIT_BYTES >> 20) + " MB.");
                return;
            }
            MediaStore.Stored stored = upload.finish();
            Routes.write(
                    request,
                    new Routes.Answer(
                            201, new JsonObject().put("sha256", stored.sha256()).put("size", stored.size())));
        });
    }

    private static void send(HttpServerRequest request, Optional<Path> file) {
        if (file.isEmpty()) {
            Routes.problem(request, 404, "There are no such media.");
            return;
        }
        // A browser that kept these would carry them in its profile.
        request.response()
                .putHeader("content-type", "application/octet-stream")
                .putHeader("cache-control", "no-store")
                .sendFile(file.get().toString());
    }
}
