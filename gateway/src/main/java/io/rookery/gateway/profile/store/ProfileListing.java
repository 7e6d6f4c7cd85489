package io.rookery.gateway.profile.store;

import io.rookery.events.SessionId;
import io.rookery.gateway.profile.StoredProfile;
import io.rookery.store.ObjectListing.StoredObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the names that workers give to what they store (docs/profiles.md). What has another name is passed over. */
final class ProfileListing {
    private static final Pattern MANIFEST = Pattern.compile("manifests/(\\d{10})-(\\d{10})");
    private static final Pattern KEY = Pattern.compile("keys/(\\d{10})-(\\d{10})-\\d{10}");
    private static final Comparator<StoredProfile.Generation> OLDEST_FIRST =
            Comparator.comparingInt(StoredProfile.Generation::epoch).thenComparingInt(StoredProfile.Generation::number);

    private ProfileListing() {}

    static String prefix(SessionId session) {
        return "profiles/" + session + "/";
    }

    /**
     * Empty where there is no manifest, or no data key that could open it: a deletion leaves a manifest that says so, and no keys.
     *
     * @param objects all below the prefix
     */
    static Optional<StoredProfile> read(SessionId session, List<StoredObject> objects) {
        List<StoredProfile.Generation> generations = new ArrayList<>();
        List<StoredProfile.Generation> keys = new ArrayList<>();
        List<StoredObject> files = new ArrayList<>();
        for (StoredObject object : objects) {
            String name = object.key().substring(prefix(session).length());
            add(generations, MANIFEST.matcher(name), object);
            add(keys, KEY.matcher(name), object);
            if (name.startsWith("files/")) files.add(object);
        }
        if (generations.isEmpty()) return Optional.empty();
        generations.sort(OLDEST_FIRST.reversed());
        return keys.stream()
                .filter(key -> OLDEST_FIRST.compare(key, generations.getFirst()) <= 0)
                .max(OLDEST_FIRST)
                .map(key -> new StoredProfile(
                        generations,
                        key.name(),
                        files.size(),
                        files.stream().mapToLong(StoredObject::bytes).sum()));
    }

    private static void add(List<StoredProfile.Generation> all, Matcher name, StoredObject object) {
        if (!name.matches()) return;
        long epoch = Long.parseLong(name.group(1));
        long number = Long.parseLong(name.group(2));
        if (epoch <= Integer.MAX_VALUE && number >= 1 && number <= Integer.MAX_VALUE)
            all.add(new StoredProfile.Generation((int) epoch, (int) number, object.storedAt()));
    }
}
