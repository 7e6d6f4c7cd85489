package io.rookery.gateway.event;

import java.util.ArrayList;
import java.util.List;

/** The events of a session, or of a tenant, by their numbers, and who follows them. For one thread at a time. */
final class Channel {
    final Numbers numbers = new Numbers();
    final List<Follower> followers = new ArrayList<>();
    /** The last number that is held no more. */
    long evicted = -1;

    boolean isUnused() {
        return numbers.size == 0 && followers.isEmpty();
    }

    /** Growing numbers in a ring that is as large as it must be. */
    static final class Numbers {
        private long[] ring = new long[4];
        private int head;
        private int size;

        void add(long number) {
            if (size == ring.length) grow();
            ring[(head + size++) % ring.length] = number;
        }

        long removeFirst() {
            long number = ring[head];
            head = (head + 1) % ring.length;
            size--;
            return number;
        }

        int size() {
            return size;
        }

        long get(int place) {
            return ring[(head + place) % ring.length];
        }

        /** The place of the first number that is not lower; the size where there is none. */
        int from(long number) {
            int low = 0;
            int high = size;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (get(middle) < number) low = middle + 1;
                else high = middle;
            }
            return low;
        }

        private void grow() {
            long[] larger = new long[ring.length * 2];
            for (int place = 0; place < size; place++) larger[place] = get(place);
            ring = larger;
            head = 0;
        }
    }
}
