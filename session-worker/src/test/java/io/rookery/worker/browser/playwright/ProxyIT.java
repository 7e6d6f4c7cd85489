package io.rookery.worker.browser.playwright;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.PageRequest;
import io.rookery.worker.browser.WhatsAppPage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
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
