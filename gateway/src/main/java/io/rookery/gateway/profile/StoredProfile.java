package io.rookery.gateway.profile;

import java.time.Instant;
import java.util.List;

/**
 * A profile in the object store.
 *
 * @param generations the newest, which is the current one, first; never empty
 * @param dataKey the name of the key that what is stored next is encrypted with: the generation that it was made for
 * @param files how many objects hold the contents of all generations, {@code bytes} how large they are, compressed and encrypted
 */
public record StoredProfile(List<Generation> generations, String dataKey, int files, long bytes) {

    /**
     * One state of it.
     *
     * @param number counts within the epoch, from 1
     */
    public record Generation(int epoch, int number, Instant storedAt) {
        /** {@code epoch-number}, as the operators' tool names it. */
        public String name() {
            return epoch + "-" + number;
        }
    }

    public StoredProfile {
        generations = List.copyOf(generations);
    }

    Generation current() {
        return generations.getFirst();
    }
}
