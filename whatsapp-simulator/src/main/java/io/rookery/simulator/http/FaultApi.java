package io.rookery.simulator.http;

import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import io.rookery.simulator.http.Routes.Answer;
import io.rookery.simulator.http.Routes.Call;
import io.rookery.simulator.server.Faults;
import io.rookery.simulator.server.Refused;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The faults: POST does something once, PUT sets how things are from now on. */
final class FaultApi {

    private static final long LONGEST_MILLIS = Duration.ofDays(366).toMillis();

    private FaultApi() {}

    static void add(Routes routes, Faults faults) {
        pages(routes, faults);
        accounts(routes, faults);
        messages(routes, faults);
    }

    private static void pages(Routes routes, Faults faults) {
        routes.on(
                        POST,
                        "/api/faults/drop-socket",
                        call -> count("dropped", faults.dropSocket(number(call), session(call))))
                .on(
                        POST,
                        "/api/faults/restart-required",
                        call -> count("restarted", faults.restartRequired(number(call), session(call))))
                .on(
                        POST,
                        "/api/faults/freeze-page",
                        call -> count("frozen", faults.freezePage(number(call), session(call), required(call))))
                .on(POST, "/api/faults/deaf-page", call -> count("deaf", faults.deafPage(number(call), session(call))));
        put(routes, "slow-login", (call, number) -> faults.slowLogin(number, required(call)));
        put(routes, "query-fails", (call, number) -> faults.queryFails(number, required(call)));
        put(routes, "web-version", (call, none) -> faults.webVersion(call.required("version")));
        put(
                routes,
                "minimum-version",
                (call, number) -> faults.minimumVersion(call.body().getString("version")));
    }

    private static void accounts(Routes routes, Faults faults) {
        routes.on(POST, "/api/faults/unlink", call -> count("unlinked", faults.unlinkAll(call.required("number"))));
        put(
                routes,
                "onboarding-dialog",
                (call, none) -> faults.onboardingDialog(call.required("number"), required(call)));
        put(
                routes,
                "ban",
                (call, none) -> faults.ban(
                        call.required("number"),
                        call.required("kind"),
                        millis(call, "millis", Optional.of(Duration.ofDays(1))),
                        call.body().getInteger("code", 101)));
        put(
                routes,
                "time-lock",
                (call, none) -> faults.timeLock(
                        call.required("number"),
                        required(call),
                        call.body().getString("enforcement", "RESTRICT_ALL_COMPANIONS")));
        put(
                routes,
                "capping",
                (call, none) -> faults.capping(
                        call.required("number"),
                        chats(call, "total"),
                        chats(call, "used"),
                        millis(call, "cycleMillis", Optional.of(Duration.ofDays(30)))));
    }

    private static void messages(Routes routes, Faults faults) {
        put(
                routes,
                "ack-delay",
                (call, number) -> faults.delayAcks(number, millis(call, "millis", Optional.of(Duration.ZERO))));
        put(routes, "ratchets", (call, none) -> {
            Optional<Long> retry = Optional.ofNullable(call.body().getLong("retryMillis"));
            faults.ratchets(retry.map(Duration::ofMillis));
        });
        put(
                routes,
                "refuse-acks",
                (call, number) -> faults.refuseAcks(number, call.body().getInteger("code")));
        put(
                routes,
                "refuse-changes",
                (call, number) -> faults.refuseChanges(number, call.body().getBoolean("on", true)));
        put(
                routes,
                "drop-messages",
                (call, number) -> faults.dropMessages(number, call.body().getBoolean("on", true)));
    }

    private static void put(Routes routes, String fault, BiConsumer<Call, @Nullable String> action) {
        routes.on(PUT, "/api/faults/" + fault, call -> {
            action.accept(call, number(call));
            return Answer.ok(new JsonObject());
        });
    }

    private static Answer count(String what, int hit) {
        return Answer.ok(new JsonObject().put(what, hit));
    }

    private static @Nullable String number(Call call) {
        return call.body().getString("number");
    }

    private static @Nullable String session(Call call) {
        return call.body().getString("session");
    }

    private static int chats(Call call, String field) {
        int value = call.body().getInteger(field, 0);
        if (value < 0) {
            throw new Refused(400, "The field " + field + " is a number of chats.");
        }
        return value;
    }

    private static Duration required(Call call) {
        return millis(call, "millis", Optional.empty());
    }

    private static Duration millis(Call call, String field, Optional<Duration> otherwise) {
        Long value = call.body().getLong(field);
        if (value == null) {
            return otherwise.orElseThrow(() -> new Refused(400, "The field " + field + " is missing."));
        }
        if (value < 0 || value > LONGEST_MILLIS) {
            throw new Refused(400, "The field " + field + " is milliseconds, from none to a year.");
        }
        return Duration.ofMillis(value);
    }
}
