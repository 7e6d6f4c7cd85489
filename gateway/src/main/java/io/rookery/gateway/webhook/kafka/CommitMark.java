package io.rookery.gateway.webhook.kafka;

import io.rookery.gateway.webhook.Earlier;
import io.rookery.gateway.webhook.Endpoint;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is written beside a committed offset: when the record there was written, and of events that were tried in vain how often, and when again – {@code 1 1763712000000 17:3:1763712060000}. So an attempt
 * that was the last one stays the last one when the gateway is killed.
 */
record CommitMark(Instant writtenAt, Map<Long, Earlier> tried) {
    /** Brokers take 4,096 bytes unless told otherwise. */
    private static final int LONGEST = 4000;

    private static final Pattern HEAD = Pattern.compile("1 (-?[0-9]{1,18})((?: [0-9]+:[0-9]+:[0-9]+)*)");
    private static final Pattern TRIED = Pattern.compile(" ([0-9]{1,18}):([0-9]{1,9}):([0-9]{1,18})");

    static String write(Endpoint.Done done) {
        StringBuilder text = new StringBuilder("1 ").append(done.writtenAt().toEpochMilli());
        for (Map.Entry<Long, Earlier> entry : new TreeMap<>(done.tried()).entrySet()) {
            Earlier earlier = entry.getValue();
            String more = " " + entry.getKey() + ":" + earlier.attempts() + ":"
                    + earlier.notBefore().toEpochMilli();
            // What does not fit begins anew: a few attempts more than meant.
            if (text.length() + more.length() > LONGEST) break;
            text.append(more);
        }
        return text.toString();
    }

    /** @return empty where somebody else has written it: an operator who has moved the offset */
    static Optional<CommitMark> parse(String text) {
        Matcher head = HEAD.matcher(text);
        if (!head.matches()) return Optional.empty();
        Map<Long, Earlier> tried = new HashMap<>();
        Matcher each = TRIED.matcher(head.group(2));
        while (each.find())
            tried.put(
                    Long.parseLong(each.group(1)),
                    new Earlier(Integer.parseInt(each.group(2)), Instant.ofEpochMilli(Long.parseLong(each.group(3)))));
        return Optional.of(new CommitMark(Instant.ofEpochMilli(Long.parseLong(head.group(1))), tried));
    }
}
