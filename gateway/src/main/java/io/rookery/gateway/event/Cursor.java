package io.rookery.gateway.event;

import io.rookery.events.Topic;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Positions as a text that clients keep. It means the same to every gateway. Of one session it is readable, {@code status:0-12.qr:0-3.message:1-77.outcome:0-40} (partition and offset of the last
 * record that was read); of all partitions it is packed, {@code all:} and Base64 of variable-length numbers: for each topic how many partitions, and for each of these the next offset.
 */
final class Cursor {
    private static final String PACKED = "all:";
    private static final Pattern PART = Pattern.compile("(status|qr|message|outcome):([0-9]{1,5})-(-1|[0-9]{1,18})");
    private static final int MOST_PARTITIONS = 10_000;
    private static final int LONGEST = 64 * 1024;

    private Cursor() {}

    /** @return empty where the text is no cursor */
    static Optional<Positions> parse(String text) {
        if (text.length() > LONGEST) return Optional.empty();
        return text.startsWith(PACKED) ? unpack(text.substring(PACKED.length())) : readable(text);
    }

    /** Of these places, of which there is one per topic at most. */
    static String ofSession(Positions positions, Collection<Place> places) {
        return places.stream()
                .map(place -> word(place.topic()) + ":" + place.partition() + "-" + positions.at(place))
                .collect(Collectors.joining("."));
    }

    static String ofAll(Positions positions) {
        int numbers = EventFeed.TOPICS.stream()
                .mapToInt(topic -> 1 + positions.partitions(topic))
                .sum();
        ByteBuffer packed = ByteBuffer.allocate(10 * numbers);
        for (Topic topic : EventFeed.TOPICS) {
            int partitions = positions.partitions(topic);
            put(packed, partitions);
            for (int partition = 0; partition < partitions; partition++)
                put(packed, Math.max(0, positions.at(topic, partition) + 1));
        }
        ByteBuffer used = packed.flip();
        return PACKED
                + new String(
                        Base64.getUrlEncoder().withoutPadding().encode(used).array(),
                        java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static Optional<Positions> readable(String text) {
        Positions positions = new Positions();
        for (String part : text.split("\\.", 5)) {
            Matcher matcher = PART.matcher(part);
            if (!matcher.matches()) return Optional.empty();
            int partition = Integer.parseInt(matcher.group(2));
            if (partition >= MOST_PARTITIONS) return Optional.empty();
            positions.set(
                    Topic.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
                    partition,
                    Long.parseLong(matcher.group(3)));
        }
        return Optional.of(positions);
    }

    private static Optional<Positions> unpack(String text) {
        ByteBuffer packed;
        try {
            packed = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        Positions positions = new Positions();
        for (Topic topic : EventFeed.TOPICS) {
            long partitions = take(packed);
            if (partitions < 1 || partitions > MOST_PARTITIONS) return Optional.empty();
            long[] offsets = new long[(int) partitions];
            for (int partition = 0; partition < partitions; partition++) {
                long next = take(packed);
                if (next < 0) return Optional.empty();
                offsets[partition] = next - 1;
            }
            positions.begin(topic, offsets);
        }
        return packed.hasRemaining() ? Optional.empty() : Optional.of(positions);
    }

    private static void put(ByteBuffer packed, long number) {
        long rest = number;
        while (rest >= 0x80) {
            packed.put((byte) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        packed.put((byte) rest);
    }

    /** @return -1 where there is none */
    private static long take(ByteBuffer packed) {
        long number = 0;
        for (int shift = 0; shift < 63 && packed.hasRemaining(); shift += 7) {
            byte next = packed.get();
            number |= (long) (next & 0x7f) << shift;
            if (next >= 0) return number;
        }
        return -1;
    }

    private static String word(Topic topic) {
        return topic.name().toLowerCase(Locale.ROOT);
    }
}
