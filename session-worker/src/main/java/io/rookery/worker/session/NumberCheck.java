package io.rookery.worker.session;

import io.rookery.events.Command;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.worker.command.Mailbox;
import io.rookery.worker.number.PhoneNumbers;
import io.rookery.worker.number.PhoneNumbers.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which numbers are on WhatsApp. The page is asked for the good ones; a bad one gets its own answer, and spoils nothing. */
final class NumberCheck implements Work {
    private static final String NUMBER = "number";

    private final List<String> given;
    private final List<Reading> readings;
    private final @Nullable Acting asking; // null: no number is good

    NumberCheck(HostContext host, PageKeeper page, Mailbox.Item item, Command.CheckNumbers command) {
        given = command.numbers();
        readings = given.stream()
                .map(number -> PhoneNumbers.read(number, host.region()))
                .toList();
        List<String> good = readings.stream()
                .map(NumberCheck::e164)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        asking = good.isEmpty() ? null : new Acting(host, page, item, new Command.CheckNumbers(good));
    }

    private static @Nullable String e164(Reading reading) {
        return reading instanceof Reading.Number(String number) ? number : null;
    }

    @Override
    public void progress() {
        if (asking != null) asking.progress();
    }

    @Override
    public void on(Input input) {
        if (asking != null) asking.on(input);
    }

    @Override
    public boolean mayBeLeft() {
        return asking == null || asking.mayBeLeft();
    }

    @Override
    public @Nullable Verdict verdict() {
        if (asking == null) return Verdict.succeeded(Mode.OPEN, Map.of()).with(items(List.of()));
        Verdict answer = asking.verdict();
        if (answer == null || answer.status() != OutcomeStatus.SUCCEEDED) return answer;
        return answer.with(items(answer.items() == null ? List.of() : answer.items()));
    }

    /** One for each number that was given, under its own spelling. */
    private List<Map<String, Object>> items(List<Map<String, Object>> told) {
        Map<Object, Map<String, Object>> byNumber = new HashMap<>();
        told.forEach(item -> byNumber.put(item.get(NUMBER), item));
        var items = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < given.size(); i++) {
            var item = new LinkedHashMap<String, Object>();
            item.put(NUMBER, given.get(i));
            switch (readings.get(i)) {
                case Reading.Number(String e164) -> {
                    Map<String, Object> answer = byNumber.getOrDefault(e164, Map.of());
                    answer.forEach(item::putIfAbsent);
                }
                case Reading.Wrong(String why) -> {
                    item.put("onWhatsApp", false);
                    item.put("code", Verdict.INVALID_NUMBER);
                    item.put("text", "the number " + why);
                }
            }
            items.add(item);
        }
        return items;
    }
}
