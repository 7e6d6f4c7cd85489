package io.rookery.store.tink;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.rookery.store.KeyUnavailable;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** A Tink AEAD keyset: one or more keys with ids, one of them the primary. Immutable. Its text in Tink's JSON is a secret; what it says itself is none. */
public final class Keyset {
    static {
        try {
            AeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final KeysetHandle handle;
    private final Aead aead;

    private Keyset(KeysetHandle handle) throws GeneralSecurityException {
        this.handle = handle;
        this.aead = handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    /** With one new AES-256-GCM key. */
    public static Keyset create() {
        return built(KeysetHandle.newBuilder());
    }

    /** As this one, with a new AES-256-GCM key that becomes the primary. */
    public Keyset rotated() {
        return built(KeysetHandle.newBuilder(handle));
    }

    private static Keyset built(KeysetHandle.Builder builder) {
        try {
            return new Keyset(
                    builder.addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                                    .withRandomId()
                                    .makePrimary())
                            .build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /** @throws KeyUnavailable where it is no AEAD keyset in Tink's JSON; never repeats what it is */
    public static Keyset parse(String json) throws KeyUnavailable {
        try {
            var keyset = new Keyset(TinkJsonProtoKeysetFormat.parseKeyset(
                    json, RegistryConfiguration.get(), InsecureSecretKeyAccess.get()));
            String primary = keyset.primary();
            if (keyset.ids().isEmpty()) throw new KeyUnavailable("it has no key that is enabled");
            if (!keyset.ids().contains(primary)) throw new KeyUnavailable("its primary key is not enabled");
            return keyset;
        } catch (GeneralSecurityException
                | RuntimeException
                        e) { // Tink's parser throws this and that; neither its message nor the cause is passed on: they
            // may quote
            throw new KeyUnavailable("it is no AEAD keyset in Tink's JSON format");
        }
    }

    /** The secret. */
    public String json() {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(
                    handle, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a keyset can't be written", e);
        }
    }

    public String primary() {
        return text(handle.getPrimary().getId());
    }

    /** Of the keys that may be used, in the order in which they came. */
    public List<String> ids() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < handle.size(); i++) {
            KeysetHandle.Entry entry = handle.getAt(i);
            if (entry.getStatus() == KeyStatus.ENABLED) ids.add(text(entry.getId()));
        }
        return ids;
    }

    private static String text(int id) {
        return Integer.toUnsignedString(id);
    }

    Aead aead() {
        return aead;
    }

    @Override
    public String toString() {
        return "Keyset" + ids();
    }
}
