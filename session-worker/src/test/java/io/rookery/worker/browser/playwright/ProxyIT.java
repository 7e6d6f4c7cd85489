package io.rookery.worker.browser.playwright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.rookery.events.Command;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.PageRequest;
import io.rookery.worker.browser.WhatsAppPage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session with a proxy of its own: everything goes through it, and nothing but the page's own hosts is asked of it. */
class ProxyIT {
    @Test
    void aSessionIsLinkedThroughItsProxy(@TempDir Path directory) throws IOException {
        try (var proxy = new TestProxy("somebody", "secret");
                var world = new World(directory, settings -> settings)) {
            String alice = world.newPhone();
            Story story = new Story();
            WhatsAppPage page = world.open(through(proxy, "secret", world.fresh("alice")), story);
            world.phones.scan(alice, story.next(PageEvent.QrCode.class).code());
            PageEvent.Ready ready = story.next(PageEvent.Ready.class);
            assertThat(ready.webVersion()).startsWith("2.");
            assertThat(World.done(page.probe()).connected()).isTrue();
            assertThat(World.done(page.probe()).unanswered()).isZero();
            assertThat(proxy.asked)
                    .isNotEmpty()
                    .containsOnly(URI.create(world.settings().pageUrl().replaceAll("[{}]", ""))
                            .getAuthority());
            World.now(page.close());
        }
    }

    @Test
    void hostsThatAreNotThePages_areNotEvenAskedOfTheProxy(@TempDir Path directory) throws IOException {
        Set<String> paths = ConcurrentHashMap.newKeySet();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            paths.add(exchange.getRequestURI().getPath());
            byte[] html = """
                    <!doctype html><img src="http://elsewhere.test/x.png"><script>
                    fetch('https://elsewhere.test/y').catch(() => {});
                    new WebSocket('ws://elsewhere.test/z');
                    setTimeout(() => fetch('/later'), 1000);
                    </script>
                    """.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, html.length);
            exchange.getResponseBody().write(html);
            exchange.close();
        });
        server.start();
        String page = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        try (var proxy = new TestProxy("somebody", "secret");
                var world = new World(directory, settings -> settings.withPage(page, List.of()))) {
            var ignored = world.browsers.open(through(proxy, "secret", world.fresh("alice")), new Story());
            await().atMost(Duration.ofSeconds(30)).until(() -> paths.contains("/later"));
            assertThat(proxy.asked).isNotEmpty().noneMatch(it -> it.contains("elsewhere"));
        } finally {
            server.stop(0);
        }
    }

    private static PageRequest through(TestProxy proxy, String password, PageRequest request) {
        return new PageRequest(
                request.session(),
                request.epoch(),
                request.worker(),
                request.profile(),
                request.linked(),
                request.pairing(),
                new Command.Proxy(proxy.address(), "somebody", password),
                request.deadline());
    }
}
