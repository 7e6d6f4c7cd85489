package io.rookery.gateway.access;

import io.rookery.gateway.GatewayProperties;
import io.rookery.gateway.StartupFailure;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads the API key at the start: without a good one there is no gateway. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    @Bean
    ApiKey apiKey(GatewayProperties properties) {
        Path file = properties.apiKeyFile();
        if (file == null || file.toString().isBlank())
            throw new StartupFailure(
                    "rookery.gateway.api-key-file is not set; it names the file that holds the API key");
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
