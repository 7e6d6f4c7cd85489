package io.rookery.quickstart.cli;

import io.rookery.quickstart.process.PartFailed;
import io.rookery.quickstart.state.ClusterStatus;
import io.rookery.quickstart.state.StatusFile;
import java.util.Map;
import picocli.CommandLine.ParameterException;

/** What commands have that hand a tool in the worker's jar the cluster's store. */
abstract class StoreCommand extends ClusterCommand {

    /**
     * Where the store of the running cluster is, as the worker's settings. Holds a secret.
     *
     * @throws PartFailed where none is up
     */
    final Map<String, String> store() {
        ClusterStatus status = new StatusFile(folder()).read();
        ClusterStatus.S3 store = status.s3();
        if (!status.running() || store == null) {
            throw new PartFailed("no cluster is up, and so its store is not: start one with ./rookery up");
        }
        return Map.of(
                "rookery.store.endpoint", store.endpoint(),
                "rookery.store.region", store.region(),
                "rookery.store.bucket", store.bucket(),
                "rookery.store.access-key", store.accessKey(),
                "rookery.store.secret-key", store.secretKey());
    }

    final ParameterException wrong(String message) {
        return new ParameterException(commandLine(), message);
    }
}
