package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Bodies that each kind of command refuses, and how large they may be. */
class BadMessageTest extends HttpTest {
    private static final String TO = "\"to\":\"+491700000002\"";
    private static final int LARGEST_BASE64 = 700_000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "INVALID_REQUEST      | body                       |",
                "INVALID_REQUEST      | message                    | 'message':'x'",
                "INVALID_REQUEST      | media.0.link               | 'media':[{'link':'https://example.org'}]",
                "INVALID_REQUEST      | body                       | 'text':'x','poll':{'question':'q','options':['a','b']}",
                "INVALID_REQUEST      | media                      | 'media':{}",
                "INVALID_REQUEST      | media                      | 'media':[]",
                "INVALID_REQUEST      | media                      | 'media':[{'mediaId':'1'},{'mediaId':'2'},{'mediaId':'3'},{'mediaId':'4'},{'mediaId':'5'},{'mediaId':'6'},{'mediaId':'7'},{'mediaId':'8'},{'mediaId':'9'},{'mediaId':'10'},{'mediaId':'11'}]",
                "INVALID_REQUEST      | media.0                    | 'media':[{}]",
                "INVALID_REQUEST      | media.0                    | 'media':[{'mediaId':'1','url':'https://example.org'}]",
                "INVALID_REQUEST      | media.0.url                | 'media':[{'url':''}]",
                "INVALID_REQUEST      | media.0.mediaId            | 'media':[{'mediaId':'../x'}]",
                "INVALID_REQUEST      | media.0.base64             | 'media':[{'base64':'data:image/png;base64,AAAA'}]",
                "INVALID_REQUEST      | media.0.kind               | 'media':[{'mediaId':'1','kind':'gif'}]",
                "INVALID_REQUEST      | media.0.fileName           | 'media':[{'mediaId':'1','fileName':'a/b'}]",
                "INVALID_REQUEST      | media.0.mimeType           | 'media':[{'mediaId':'1','mimeType':'jpeg'}]",
                "INVALID_REQUEST      | media.0.caption            | 'media':[{'mediaId':'1','caption':''}]",
                "INVALID_REQUEST      | media.0.path               | 'media':[{'mediaId':'1','path':'/etc/passwd'}]",
                "INVALID_REQUEST      | location.longitude         | 'location':{'latitude':1}",
                "INVALID_REQUEST      | location.latitude          | 'location':{'latitude':91,'longitude':0}",
                "INVALID_REQUEST      | location.latitude          | 'location':{'latitude':'54','longitude':0}",
                "INVALID_REQUEST      | contact.name               | 'contact':{'phoneNumber':'+491700000003'}",
                "INVALID_PHONE_NUMBER | contact.phoneNumber        | 'contact':{'name':'Bob','phoneNumber':'0170'}",
                "INVALID_REQUEST      | poll.options               | 'poll':{'question':'q','options':['a']}",
                "INVALID_REQUEST      | poll.options               | 'poll':{'question':'q','options':['a','a']}",
                "INVALID_REQUEST      | poll.selectable            | 'poll':{'question':'q','options':['a','b'],'selectable':0}",
                "INVALID_PHONE_NUMBER | forward.chatId             | 'forward':{'chatId':'bob','messageId':'3EB0'}",
                "INVALID_REQUEST      | forward.messageId          | 'forward':{'chatId':'491700000003@c.us','messageId':'a b'}",
                "INVALID_REQUEST      | replyTo                    | 'text':'x','replyTo':'true_491700000002@c.us_3EB0'",
                "INVALID_PHONE_NUMBER | mentions.1                 | 'text':'x','mentions':['+491700000003','bob']",
                "INVALID_REQUEST      | mentions                   | 'text':'x','mentions':[]",
                "INVALID_REQUEST      | linkPreview                | 'text':'x','linkPreview':'yes'",
                "INVALID_REQUEST      | delivery                   | 'text':'x','delivery':'exactly-once'",
                "INVALID_REQUEST      | text                       | 'text':null"
            })
    void aMessageThatDoesNotFitIsRefusedWithItsField(String code, String field, String content) {
        String body = "{" + TO + (content == null ? "" : "," + content.replace('\'', '"')) + "}";
        answer(post("/messages", body)).isProblem(400, code, field);
        answer(post("/messages/bulk", "{\"messages\":[{" + TO + ",\"text\":\"x\"}," + body + "]}"))
                .isProblem(400, code, field.equals("body") ? "messages.1" : "messages.1." + field);
        assertThat(kafka.published).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST | /messages/bulk              | INVALID_REQUEST      | messages         | {'messages':[]}",
                "POST | /messages/bulk              | INVALID_REQUEST      | messages.0.media | {'messages':[{'to':'+491700000002','media':[{'mediaId':'1'},{'mediaId':'2'}]}]}",
                "POST | /messages/bulk              | INVALID_PHONE_NUMBER | messages.0.to    | {'messages':[{'to':'bob','text':'x'}]}",
                "POST | /messages/bulk              | INVALID_REQUEST      | pause.maxMillis  | {'messages':[{'to':'+491700000002','text':'x'}],'pause':{'minMillis':1}}",
                "POST | /messages/bulk              | INVALID_REQUEST      | pause.minMillis  | {'messages':[{'to':'+491700000002','text':'x'}],'pause':{'minMillis':-1,'maxMillis':1}}",
                "POST | /messages/3EB0/edit         | INVALID_REQUEST      | text             | {'to':'+491700000002','text':''}",
                "PUT  | /messages/3EB0/reaction     | INVALID_REQUEST      | emoji            | {'to':'+491700000002','emoji':'123456789012345678901234567890123'}",
                "PUT  | /messages/3EB0/reaction     | INVALID_REQUEST      | emoji            | {'to':'+491700000002','emoji':null}",
                "POST | /chats/typing               | INVALID_REQUEST      | state            | {'to':'+491700000002','state':'singing'}",
                "POST | /chats/typing               | INVALID_REQUEST      | seconds          | {'to':'+491700000002','state':'typing','seconds':61}",
                "POST | /chats/typing               | INVALID_REQUEST      | seconds          | {'to':'+491700000002','state':'typing','seconds':1.5}",
                "PUT  | /presence                   | INVALID_REQUEST      | available        | {'available':'yes'}",
                "POST | /contacts/check             | INVALID_REQUEST      | numbers          | {'numbers':[]}",
                "POST | /contacts/check             | INVALID_PHONE_NUMBER | numbers.1        | {'numbers':['+491700000002','491700000003@c.us']}"
            })
    void whatDoesNotFitIsRefusedWithItsField(String method, String path, String code, String field, String body) {
        answer(request(HttpMethod.valueOf(method), path, body.replace('\'', '"')))
                .isProblem(400, code, field);
        assertThat(kafka.published).isEmpty();
    }

    @Test
    void thereAreAsManyMessagesAndNumbersAsMayBe() {
        String message = "{" + TO + ",\"text\":\"x\"}";
        answer(post("/messages/bulk", "{\"messages\":[" + times(51, message) + "]}"))
                .isProblem(400, "INVALID_REQUEST", "messages");
        answer(post("/contacts/check", "{\"numbers\":[" + times(51, "\"+491700000002\"") + "]}"))
                .isProblem(400, "INVALID_REQUEST", "numbers");
        post("/messages/bulk", "{\"messages\":[" + times(50, message) + "]}")
                .expectStatus()
                .isAccepted();
        post("/contacts/check", "{\"numbers\":[" + times(50, "\"+491700000002\"") + "]}")
                .expectStatus()
                .isAccepted();
    }

    @Test
    void aTextOfABulkMayBeAsLongAsOneThatIsSentAlone() {
        answer(post("/messages/bulk", "{\"messages\":[{" + TO + ",\"text\":\"" + "x".repeat(65_537) + "\"}]}"))
                .isProblem(400, "TEXT_TOO_LONG", "messages.0.text");
        answer(post("/messages/3EB0/edit", "{" + TO + ",\"text\":\"" + "x".repeat(65_537) + "\"}"))
                .isProblem(400, "TEXT_TOO_LONG", "text");
    }

    @Test
    void aFileInTheBodyMayHaveHalfAMegabyteAndALargerOneIsToBeUploaded() {
        String largest = "A".repeat(LARGEST_BASE64);
        String longCaption = "ü".repeat(1024);
        // With the longest that may stand beside it.
        post(
                        "/messages",
                        file(largest, ",\"caption\":\"" + longCaption + "\",\"fileName\":\"" + "ü".repeat(255) + "\""))
                .expectStatus()
                .isAccepted();
        Command.SendMessage published =
                (Command.SendMessage) kafka.published.getFirst().command();
        assertThat(published.media()).singleElement().satisfies(media -> {
            assertThat(media.base64()).isEqualTo(largest);
            assertThat(media.caption()).isEqualTo(longCaption);
        });
        tooLarge(post("/messages", file(largest + "A", ""))).jsonPath("$.field").isEqualTo("media.0.base64");
        tooLarge(post("/messages/bulk", "{\"messages\":[" + file(largest + "A", "") + "]}"))
                .jsonPath("$.field")
                .isEqualTo("messages.0.media.0.base64");
        tooLarge(post("/messages", file("A".repeat(800_000), "")));
        assertThat(kafka.published).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud83d", "\\ude00", "a\\ud83db"})
    void halfACharacterIsRefused(String text) {
        answer(post("/messages", "{" + TO + ",\"text\":\"" + text + "\"}")).isProblem(400, "MALFORMED_JSON");
        answer(post("/messages", "{" + TO + ",\"poll\":{\"question\":\"q\",\"options\":[\"a\",\"" + text + "\"]}}"))
                .isProblem(400, "MALFORMED_JSON");
        assertThat(kafka.published).isEmpty();
    }

    private static WebTestClient.BodyContentSpec tooLarge(WebTestClient.ResponseSpec response) {
        return answer(response)
                .isProblem(413, "BODY_TOO_LARGE")
                .jsonPath("$.detail")
                .value((Object detail) -> assertThat(detail).asString().contains("POST /v1/media"));
    }

    private static String file(String base64, String more) {
        return "{" + TO + ",\"media\":[{\"base64\":\"" + base64 + "\"" + more + "}]}";
    }

    private static String times(int times, String entry) {
        return IntStream.range(0, times).mapToObj(ignored -> entry).collect(Collectors.joining(","));
    }

    private WebTestClient.ResponseSpec post(String path, String body) {
        return request(HttpMethod.POST, path, body);
    }

    private WebTestClient.ResponseSpec request(HttpMethod method, String path, String body) {
        return client.method(method)
                .uri("/v1/sessions/alice" + path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }
}
