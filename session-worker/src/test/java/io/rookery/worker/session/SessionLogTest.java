package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.CommandMessage;
import io.rookery.events.Content;
import io.rookery.events.Event;
import io.rookery.events.SessionId;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.OutgoingMessage;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.command.Mailbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SessionLogTest {
    private static final SessionId ALICE = new SessionId("alice");
    private static final String SECRET = "my secret text";
    private static final String NUMBER = "491700000077";
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private static final OutgoingMessage OUTGOING =
            new OutgoingMessage("3EB0", NUMBER, new Content.Text(SECRET), null, null, List.of(), false);

    private final Logger logger = (Logger) LoggerFactory.getLogger(SessionLog.class);
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final Level before = logger.getEffectiveLevel();
    private long now = 1000;
    private final SessionLog log = new SessionLog(ALICE, () -> now);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.DEBUG);
        logger.addAppender(written);
        written.start();
    }

    @AfterEach
    void leave() {
        logger.detachAppender(written);
        logger.setLevel(before);
    }

    @Test
    void nothingIsWritten_untilSomebodyWantsIt_andNothingAfterwards() {
        everything();
        assertThat(written.list).isEmpty();
        log.switched(true);
        everything();
        int lines = written.list.size();
        assertThat(lines).isGreaterThan(5);
        log.switched(false);
        everything();
        assertThat(written.list).hasSize(lines + 1);
    }

    @Test
    void callsAreToldWithTheirEnd_andHowLongTheyTook() {
        log.switched(true);
        log.wanted(send());
        now += 250;
        log.happened(new Input.SendAnswered(new CallResult.Refused<>("NOT_ON_WHATSAPP", SECRET)));
        assertThat(lines())
                .anyMatch(line -> line.contains("commandId=\"c1\"") && line.contains("effect=\"Send\""))
                .anyMatch(line -> line.contains("input=\"SendAnswered\"")
                        && line.contains("result=\"refused: NOT_ON_WHATSAPP\"")
                        && line.contains("millis=\"250\""));
    }

    @Test
    void pageEventsAreToldByTheirKind() {
        log.switched(true);
        log.happened(new Input.Page(3, new PageEvent.Authenticated()));
        assertThat(lines()).last().asString().contains("event=\"Authenticated\"", "page=\"3\"");
    }

    @Test
    void ticksAndRenewals_areNoNews() {
        log.switched(true);
        log.happened(new Input.Tick());
        log.happened(new Input.Renewed(5));
        log.wanted(new Effect.ExtendDeadline(5));
        assertThat(written.list).hasSize(1);
    }

    @Test
    void noTextNoNumberAndNoCode_isEverWritten() {
        log.switched(true);
        everything();
        assertThat(lines()).noneMatch(line -> line.contains("secret") || line.contains(NUMBER) || line.contains("2@"));
    }

    private void everything() {
        log.wanted(send());
        log.wanted(new Effect.Find("3EB0", NUMBER));
        log.wanted(new Effect.Act(new Command.EditMessage(NUMBER, "3EB0", SECRET), item()));
        log.happened(new Input.SendAnswered(new CallResult.Lost<>(SECRET)));
        log.happened(new Input.Page(1, new PageEvent.QrCode("2@secret", NOW)));
        log.happened(new Input.Page(1, new PageEvent.PairingCode("SECRET-CODE secret", NOW)));
        log.happened(new Input.Page(1, new PageEvent.Ready(new Event.Account(NUMBER, SECRET))));
        log.happened(new Input.Page(
                1,
                new PageEvent.MessageReceived(
                        Event.Message.text("m1", NUMBER + "@c.us", NUMBER, NUMBER, false, SECRET, NOW), false)));
        log.happened(new Input.Page(1, new PageEvent.Disconnected("TEMPORARILY_BANNED", SECRET, NOW)));
        log.happened(new Input.Acted(new CallResult.Done<>(List.of(Map.of("text", SECRET)))));
    }

    private static Effect.Send send() {
        return new Effect.Send(OUTGOING, item());
    }

    private static Mailbox.Item item() {
        var command =
                CommandMessage.of(ALICE, new CommandId("c1"), NOW, Command.SendMessage.text("+" + NUMBER, SECRET));
        return new Mailbox.Item(7, NOW, command);
    }

    /** Messages and their fields, as they are written. */
    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (ILoggingEvent event : written.list) {
            StringBuilder line = new StringBuilder(event.getFormattedMessage());
            if (event.getKeyValuePairs() != null)
                event.getKeyValuePairs().forEach(pair -> line.append(' ').append(pair));
            lines.add(line.toString());
        }
        return lines;
    }
}
