package io.rookery.systest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.systest.world.Api;
import io.rookery.systest.world.Api.Answer;
import io.rookery.systest.world.SharedWorld;
import io.rookery.systest.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can't be carried out, by REST from end to end: a well-formed request is taken, and its outcome says by a stable code why nothing was done. */
@ExtendWith(SharedWorld.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedMessagesIT {
    private static final String SESSION = "mistaken";
    private static final String NOT_ON_WHATSAPP = "+491701234567";
    private static final String NO_SUCH_GROUP = "120363000000000001@g.us";
    private static final String NO_SUCH_MESSAGE = "3EB0FFFFFFFFFFFFFFFFFF";

    private final World world;
    private final Api api;
    private String bob;
    private String tooOld;
    private String deleted;

    RefusedMessagesIT(World world) {
        this.world = world;
        this.api = world.api();
    }

    @BeforeAll
    void start() {
        world.onlyWorker();
        String alice = world.phone();
        bob = world.phone();
        api.post("/v1/sessions", "{\"sessionId\":\"" + SESSION + "\"}");
        world.link(SESSION, alice);
        world.tape().awaitReady(SESSION, 0, Duration.ofSeconds(60));
        tooOld = world.people().write(alice, bob, "some time ago", Duration.ofMinutes(20));
        deleted = world.people().write(bob, alice, "oops", Duration.ZERO);
        awaitShown(true);
        world.people().revoke(bob, deleted);
        awaitShown(false); // a deleted message has nothing to show
    }

    private void awaitShown(boolean bothOfThem) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(shown())
                        .containsExactlyElementsOf(bothOfThem ? List.of(tooOld, deleted) : List.of(tooOld)));
    }

    private List<String> shown() {
        return api.postAndWait(
                        "/v1/sessions/" + SESSION + "/query", "{\"what\":\"messages\",\"chat\":\"+" + bob + "\"}")
                .json()
                .path("items")
                .valueStream()
                .map(it -> it.path("messageId").asString(""))
                .toList();
    }

    @AfterAll
    void stop() {
        api.call("DELETE", "/v1/sessions/" + SESSION, "", Map.of("Prefer", "wait=30"));
    }

    /** BOB has a chat with this account, NOBODY no account, GROUP and NONE are not there; OLD is an own message of twenty minutes ago, DELETED one of Bob's. */
    @ParameterizedTest(name = "{3}: {0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST | /messages               | {'to':'GROUP','text':'x'}                                       | CHAT_NOT_FOUND",
                "POST | /messages               | {'to':'NOBODY','text':'x'}                                      | NOT_ON_WHATSAPP",
                "POST | /messages               | {'to':'BOB','text':'x','replyTo':'NONE'}                        | MESSAGE_NOT_FOUND",
                "POST | /messages               | {'to':'BOB','text':'x','replyTo':'DELETED'}                     | REPLY_REFUSED",
                "POST | /messages               | {'to':'BOB','text':'x','mentions':['GROUP']}                    | MENTION_REFUSED",
                "POST | /messages               | {'to':'BOB','media':[{'base64':'AAAA','kind':'image'}]}         | MEDIA_UNSUPPORTED",
                "POST | /messages               | {'to':'BOB','media':[{'mediaId':'nobody-has-it'}]}              | MEDIA_NOT_FOUND",
                "POST | /messages               | {'to':'BOB','media':[{'url':'http://10.0.0.1/cat.png'}]}        | MEDIA_URL_FORBIDDEN",
                "POST | /messages               | {'to':'GROUP','location':{'latitude':1,'longitude':2}}          | CHAT_NOT_FOUND",
                "POST | /messages               | {'to':'NOBODY','contact':{'name':'Bob','phoneNumber':'+491700000002'}} | NOT_ON_WHATSAPP",
                "POST | /messages               | {'to':'GROUP','poll':{'question':'q','options':['a','b']}}      | CHAT_NOT_FOUND",
                "POST | /messages               | {'to':'BOB','forward':{'chatId':'BOB','messageId':'DELETED'}}   | FORWARD_REFUSED",
                "POST | /messages               | {'to':'BOB','forward':{'chatId':'BOB','messageId':'NONE'}}      | MESSAGE_NOT_FOUND",
                "POST | /messages/bulk          | {'messages':[{'to':'GROUP','text':'x'}]}                        | CHAT_NOT_FOUND",
                "POST | /messages/OLD/edit      | {'to':'BOB','text':'better'}                                    | EDIT_REFUSED",
                "POST | /messages/NONE/edit     | {'to':'BOB','text':'better'}                                    | MESSAGE_NOT_FOUND",
                "POST | /messages/DELETED/delete | {'to':'BOB'}                                                   | DELETE_REFUSED",
                "POST | /messages/NONE/delete   | {'to':'BOB'}                                                    | MESSAGE_NOT_FOUND",
                "PUT  | /messages/DELETED/reaction | {'to':'BOB','emoji':'👍'}                                    | REACTION_REFUSED",
                "POST | /chats/seen             | {'to':'GROUP'}                                                  | CHAT_NOT_FOUND",
                "POST | /chats/typing           | {'to':'NOBODY','state':'typing'}                                | NOT_ON_WHATSAPP",
                "POST | /query                  | {'what':'messages','chat':'GROUP'}                              | CHAT_NOT_FOUND",
                "POST | /query                  | {'what':'picture','chat':'NOBODY'}                              | NOT_ON_WHATSAPP"
            })
    void fails(String method, String path, String body, String code) {
        Answer answer = api.call(
                method,
                "/v1/sessions/" + SESSION + named(path),
                named(body).replace('\'', '"'),
                Map.of("Prefer", "wait=30"));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.text("status")).as(answer.toString()).isEqualTo("failed");
        assertThat(answer.text("code")).as(answer.toString()).isEqualTo(code);
        assertThat(answer.text("text")).isNotEmpty().doesNotContain(bob);
    }

    private String named(String text) {
        return text.replace("BOB", "+" + bob)
                .replace("NOBODY", NOT_ON_WHATSAPP)
                .replace("GROUP", NO_SUCH_GROUP)
                .replace("NONE", NO_SUCH_MESSAGE)
                .replace("OLD", tooOld)
                .replace("DELETED", deleted);
    }

    @Test
    void ofABulk_eachMessageSaysWhy_andTheGoodOnesAreSent() {
        Answer answer = api.postAndWait("/v1/sessions/" + SESSION + "/messages/bulk", named("""
                        {"messages":[{"to":"NOBODY","text":"a"},{"to":"BOB","text":"the good one"},{"to":"GROUP","text":"c"},
                         {"to":"BOB","text":"d","replyTo":"DELETED"}],"pause":{"minMillis":0,"maxMillis":0}}"""));
        assertThat(answer.text("code")).as(answer.toString()).isEqualTo("PARTLY");
        assertThat(answer.text("result/succeeded")).isEqualTo("1");
        assertThat(answer.json().path("items").valueStream())
                .extracting(it -> it.path("code").asString(""))
                .containsExactly("NOT_ON_WHATSAPP", "OK", "CHAT_NOT_FOUND", "REPLY_REFUSED");
        assertThat(world.people().texts(bob)).containsOnlyOnce("the good one").doesNotContain("x", "a", "c", "d");
    }
}
