package io.rookery.store.tink;

import io.rookery.store.KeyUnavailable;
import io.rookery.store.MasterKeys;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a Tink keyset. Where it comes from a file, a changed file is read again: before each wrap, so that a new primary is used at once, and when something is to be unwrapped with a key that
 * is not known. A file that is gone or broken while the worker runs takes nothing away that was read before.
 */
public final class KeysetMasterKeys implements MasterKeys {
    private static final Logger log = LoggerFactory.getLogger(KeysetMasterKeys.class);

    private final @Nullable KeysetFile file;
    private volatile Loaded loaded;

    private record Loaded(Keyset keyset, @Nullable Object stamp) {}

    private KeysetMasterKeys(@Nullable KeysetFile file, Loaded loaded) {
        this.file = file;
        this.loaded = loaded;
    }

    /** @throws KeyUnavailable where it is not usable; the message is one line for the operator */
    public static KeysetMasterKeys of(KeysetFile file) throws KeyUnavailable {
        if (file.isOpenToOthers())
            log.atWarn()
                    .addKeyValue("file", file)
                    .log("others than its owner may read or change the master key file: chmod 600 it");
        Object stamp = file.stamp();
        return new KeysetMasterKeys(file, new Loaded(file.read(), stamp));
    }

    public static KeysetMasterKeys of(Keyset keyset) {
        return new KeysetMasterKeys(null, new Loaded(keyset, null));
    }

    @Override
    public String primary() {
        return fresh().primary();
    }

    @Override
    public Wrapped wrap(byte[] secret, byte[] associatedData) {
        Keyset keyset = fresh();
        try {
            return new Wrapped(keyset.primary(), keyset.aead().encrypt(secret, associatedData));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    @Override
    public Optional<byte[]> unwrap(Wrapped wrapped, byte[] associatedData) throws KeyUnavailable {
        Keyset keyset = loaded.keyset();
        if (!keyset.ids().contains(wrapped.masterKey())) keyset = fresh();
        if (!keyset.ids().contains(wrapped.masterKey())) {
            throw new KeyUnavailable("master key " + wrapped.masterKey() + " is not in the keyset, which has "
                    + String.join(", ", keyset.ids()));
        }
        try {
            return Optional.of(keyset.aead().decrypt(wrapped.bytes(), associatedData));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private Keyset fresh() {
        Loaded last = loaded;
        if (file == null) return last.keyset();
        Object stamp = file.stamp();
        if (stamp == null || Objects.equals(stamp, last.stamp())) return last.keyset();
        try {
            Keyset keyset = file.read();
            loaded = new Loaded(keyset, stamp);
            log.atInfo().addKeyValue("primary", keyset.primary()).log("the master key file was read again");
            return keyset;
        } catch (KeyUnavailable e) {
            log.atWarn()
                    .addKeyValue("cause", e.getMessage())
                    .log("the master key file has changed and can't be used; the keys that were read before stay");
            return last.keyset();
        }
    }
}
