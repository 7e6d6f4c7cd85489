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
import java.util.regex.Pattern;

/**
 * The files of the page, from the class path. The scripts in the head of {@code index.html} are served as one, {@code
 * page.js}: a browser would otherwise fetch dozens of them, one session after the other. Only {@code version.js} stays
 * by itself, before the others: it is no file, and changes.
 */
final class PageFiles {

    private static final Map<String, String> TYPES = new HashMap<>(
            Map.of("html", "text/html; charset=utf-8", "js", "text/javascript; charset=utf-8", "css", "text/css"));

    private static final String TOGETHER = "page.js";
    private static final String VERSION = "version.js";
    private static final Pattern SCRIPT =
            Pattern.compile("<script src=\"(?!" + Pattern.quote(VERSION) + ")([a-z-]+\\.js)\"></script>\\s*");

    private final Map<String, Optional<Buffer>> files = new ConcurrentHashMap<>();
    private final Supplier<String> webVersion;

    /** @param webVersion the WhatsApp Web that a page is when it is loaded */
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
        Optional<Buffer> content = name.equals(VERSION)
                ? Optional.of(Buffer.buffer("window.simulatedVersion = '" + webVersion.get() + "';\n"))
                : files.computeIfAbsent(name, PageFiles::load);
        content.ifPresent(bytes -> request.response()
                .putHeader("content-type", TYPES.getOrDefault(name.substring(name.indexOf('.') + 1), "text/plain"))
                .putHeader("cache-control", "no-cache")
                .end(bytes));
        return content.isPresent();
    }

    private static Optional<Buffer> load(String name) {
        return switch (name) {
            case "index.html" -> read(name).map(PageFiles::withOneScript);
            case TOGETHER -> read("index.html").map(PageFiles::scripts);
            default -> read(name);
        };
    }

    private static int headEnd(String index) {
        return index.indexOf("</head>");
    }

    private static Buffer withOneScript(Buffer page) {
        String index = page.toString();
        String head = SCRIPT.matcher(index.substring(0, headEnd(index))).replaceAll("");
        return Buffer.buffer(head + "<script src=\"" + TOGETHER + "\"></script>\n" + index.substring(headEnd(index)));
    }

    private static Buffer scripts(Buffer page) {
        String index = page.toString();
        Buffer all = Buffer.buffer();
        SCRIPT.matcher(index.substring(0, headEnd(index)))
                .results()
                .map(script -> script.group(1))
                .forEach(name -> all.appendBuffer(read(name).orElseThrow()).appendString("\n"));
        return all;
    }

    private static Optional<Buffer> read(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream("/io/rookery/simulator/page/" + name)) {
            return in == null ? Optional.empty() : Optional.of(Buffer.buffer(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException("a page file cannot be read: " + name, e);
        }
    }
}
