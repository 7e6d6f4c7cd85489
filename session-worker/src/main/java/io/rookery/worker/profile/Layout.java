package io.rookery.worker.profile;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import java.util.Optional;

/** Where a session's objects lie in the store. */
record Layout(SessionId session) {
    /** Below which all sessions lie. */
    static final String SESSIONS = "profiles/";

    String epochs() {
        return "profiles/" + session + "/epochs/";
    }

    String epoch(Epoch epoch) {
        return epochs() + "%010d".formatted(epoch.value());
    }

    /** Empty for what Rookery has not written. */
    Optional<Epoch> epochOf(String key) {
        String name = key.substring(epochs().length());
        if (name.length() != 10 || !name.chars().allMatch(c -> c >= '0' && c <= '9')) return Optional.empty();
        long value = Long.parseLong(name);
        return value <= Integer.MAX_VALUE ? Optional.of(new Epoch((int) value)) : Optional.empty();
    }

    String manifests() {
        return "profiles/" + session + "/manifests/";
    }

    String manifest(ManifestKey key) {
        return manifests() + key.text();
    }

    Optional<ManifestKey> manifestOf(String key) {
        return ManifestKey.parse(key.substring(manifests().length()));
    }

    String files() {
        return "profiles/" + session + "/files/";
    }

    String file(ObjectName name) {
        return files() + name.text();
    }

    Optional<ObjectName> fileOf(String key) {
        return ObjectName.parse(key.substring(files().length()));
    }

    String keys() {
        return "profiles/" + session + "/keys/";
    }

    String key(WrapName name) {
        return keys() + name.text();
    }

    Optional<WrapName> keyOf(String key) {
        return WrapName.parse(key.substring(keys().length()));
    }
}
