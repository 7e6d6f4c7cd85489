package io.rookery.gateway.access;

import io.rookery.startup.StartupFailure;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The file with an owner's API key. */
public final class ApiKeyFile {
    private ApiKeyFile() {}

    /** @throws StartupFailure where there is no good key in it; never repeats what is */
    public static ApiKey read(Path file) {
        try {
            return new ApiKey(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            throw new StartupFailure("the API key file " + file + " does not exist");
        } catch (MalformedInputException e) {
            throw new StartupFailure("the API key file " + file + " is not text");
        } catch (IOException e) {
            throw new StartupFailure("the API key file " + file + " can't be read ("
                    + e.getClass().getSimpleName() + ")");
        } catch (IllegalArgumentException e) {
            throw new StartupFailure(e.getMessage() + " (file " + file + ")");
        }
    }
}
