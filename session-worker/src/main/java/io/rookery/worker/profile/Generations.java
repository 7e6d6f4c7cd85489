package io.rookery.worker.profile;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.ObjectStore;
import io.rookery.store.StoreUnavailable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the store has of a session's profile, as an operator sees it. Workers may store and collect meanwhile. */
public final class Generations {
    private static final Pattern NAME = Pattern.compile("0{0,9}(\\d{1,10})-0{0,9}(\\d{1,10})");

    private final ObjectStore store;
    private final Manifests manifests;
    private final DataKeys dataKeys;

    Generations(ObjectStore store, Manifests manifests, DataKeys dataKeys) {
        this.store = store;
        this.manifests = manifests;
        this.dataKeys = dataKeys;
    }

    /** How good a generation is. */
    public enum State {
        WHOLE,
        DELETION,
        DAMAGED,
        KEY_MISSING,
        TOO_NEW
    }

    /**
     * One generation.
     *
     * @param name {@code epoch-generation}
     * @param current whether it is the newest one
     * @param time when it was stored; null where it can't be read
     * @param bytes of its {@code files}, uncompressed
     * @param why it is not whole; an empty text where it is
     */
    public record Listed(
            String name,
            boolean current,
            State state,
            @Nullable Instant time,
            int files,
            long bytes,
            String browserVersion,
            String why) {}

    /** The newest first. Manifests are opened, and it is looked whether their files are there; whether these are intact only a restore can tell. */
    List<Listed> list(SessionId session) throws StoreUnavailable {
        List<ManifestKey> keys = manifests.keys(session);
        DataKeys.OfSession sessionKeys = dataKeys.of(session);
        var layout = new Layout(session);
        Set<ObjectName> files = store.list(layout.files()).stream()
                .flatMap(key -> layout.fileOf(key).stream())
                .collect(Collectors.toCollection(HashSet::new));
        List<Listed> listed = new ArrayList<>();
        for (ManifestKey key : keys) {
            listed(session, key, key.equals(keys.getFirst()), sessionKeys, files)
                    .ifPresent(listed::add);
        }
        // What a worker has collected meanwhile looks damaged: its manifest has gone first.
        Set<String> still =
                manifests.keys(session).stream().map(Generations::name).collect(Collectors.toSet());
        listed.removeIf(it -> !still.contains(it.name()));
        return listed;
    }

    private Optional<Listed> listed(
            SessionId session, ManifestKey key, boolean current, DataKeys.OfSession sessionKeys, Set<ObjectName> files)
            throws StoreUnavailable {
        try {
            Manifest manifest = manifests.readConfirmed(session, key, sessionKeys);
            if (manifest.deleted())
                return Optional.of(new Listed(
                        name(key), current, State.DELETION, manifest.time(), 0, 0, "", "the profile was deleted"));
            manifest.verifyFiles();
            long missing = manifest.objects().values().stream()
                    .filter(it -> !files.contains(it))
                    .count();
            return Optional.of(new Listed(
                    name(key),
                    current,
                    missing == 0 ? State.WHOLE : State.DAMAGED,
                    manifest.time(),
                    manifest.files().size(),
                    manifest.bytes(),
                    manifest.metadata().browserVersion(),
                    missing == 0 ? "" : missing + " files are missing in the store"));
        } catch (ProfileDamaged e) {
            return Optional.of(unreadable(key, current, State.DAMAGED, e));
        } catch (ProfileTooNew e) {
            return Optional.of(unreadable(key, current, State.TOO_NEW, e));
        } catch (KeyUnavailable e) {
            return Optional.of(unreadable(key, current, State.KEY_MISSING, e));
        } catch (StoreUnavailable e) {
            if (manifests.keys(session).contains(key)) throw e;
            return Optional.empty(); // collected since it was listed
        }
    }

    private static Listed unreadable(ManifestKey key, boolean current, State state, Exception why) {
        return new Listed(name(key), current, state, null, 0, 0, "", String.valueOf(why.getMessage()));
    }

    static String name(ManifestKey key) {
        return key.epoch() + "-" + key.generation();
    }

    /** Also with the zeros that the names in the store have. Empty where it is no generation's name. */
    static Optional<ManifestKey> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) return Optional.empty();
        long epoch = Long.parseLong(matcher.group(1));
        long generation = Long.parseLong(matcher.group(2));
        if (epoch > Integer.MAX_VALUE || generation < 1 || generation > Integer.MAX_VALUE) return Optional.empty();
        return Optional.of(new ManifestKey(new Epoch((int) epoch), (int) generation));
    }
}
