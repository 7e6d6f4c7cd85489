package io.rookery.quickstart;

import io.rookery.quickstart.process.PrivateFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The master key that profiles and files are encrypted with: a keyset of one AES-256-GCM key in Tink's JSON, which is simple enough to be written without Tink. Made on first use; who loses it loses all
 * sessions of the cluster.
 */
public final class MasterKeyFile {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BYTES = 32;

    private MasterKeyFile() {}

    /**
     * The keyset file in a folder, which is made where it is missing. Only the owner may read it. One that is there is never touched.
     *
     * @throws io.rookery.quickstart.process.PartFailed where the folder can't be made
     */
    public static Path in(Path directory) {
        Path file = path(PrivateFiles.directory(directory));
        if (!Files.exists(file)) PrivateFiles.write(file, keyset());
        return file;
    }

    /** Where it is, or would be. */
    public static Path path(Path directory) {
        return directory.resolve("master-key.json").toAbsolutePath();
    }

    private static String keyset() {
        // Tink's AesGcmKey as a protocol buffer: field 3, the key's bytes.
        byte[] key = new byte[2 + KEY_BYTES];
        RANDOM.nextBytes(key);
        key[0] = 3 << 3 | 2;
        key[1] = KEY_BYTES;
        long id = 1L + RANDOM.nextInt(Integer.MAX_VALUE);
        return """
                {"primaryKeyId":%1$d,"key":[{"keyData":{"typeUrl":"type.googleapis.com/google.crypto.tink.AesGcmKey","value":"%2$s","keyMaterialType":"SYMMETRIC"},"status":"ENABLED","keyId":%1$d,"outputPrefixType":"TINK"}]}
                """.formatted(id, Base64.getEncoder().encodeToString(key));
    }
}
