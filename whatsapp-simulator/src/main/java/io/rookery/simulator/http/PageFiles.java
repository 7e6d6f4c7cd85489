package io.rookery.simulator.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The files of the page, from the class path. */
final class PageFiles {

    private static final Map<String, String> TYPES = new HashMap<>(
            Map.of("html", "text/html; charset=utf-8", "js", "text/javascript; charset=utf-8", "css", "text/css"));

    private final Map<String, Optional<Buffer>> files = new ConcurrentHashMap<>();
    private final Supplier<String> webVersion;

    /** @param webVersion the WhatsApp Web that a page is when it is loaded; not in a class path, because it changes */
    PageFiles(Supplier<String> webVersion) {
        this.webVersion = webVersion;
    }

    /** @return whether the request was for a file of the page and is answered */
    boolean handle(HttpServerRequest request) {
        String path = request.path();
        String name = path == null || path.equals("/") ? "index.html" : path.substring(1);
        if (!request.method().equals(HttpMethod.GET) || !name.matches("[a-z-]+\\.(html|js|css)")) {
            return false;
        }
        Optional<Buffer> content = name.equals("version.js")
                ? Optional.of(Buffer.buffer("window.simulatedVersion = '" + webVersion.get() + "';\n"))
                : files.computeIfAbsent(name, PageFiles::load);
        content.ifPresent(bytes -> request.response()
                .putHeader("content-type", TYPES.getOrDefault(name.substring(name.indexOf('.') + 1), "text/plain"))
                .putHeader("cache-control", "no-cache")
                .end(bytes));
        return content.isPresent();
    }

    private static Optional<Buffer> load(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream("/io/rookery/simulator/page/" + name)) {
            return in == null ? Optional.empty() : Optional.of(Buffer.buffer(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException("a page file cannot be read: " + name, e);
        }
    }
}
