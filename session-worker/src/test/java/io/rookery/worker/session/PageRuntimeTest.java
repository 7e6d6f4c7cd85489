package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.events.WorkerId;
import io.rookery.store.InMemoryObjectStore;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.StoreUnavailable;
import io.rookery.store.tink.Keyset;
import io.rookery.store.tink.KeysetMasterKeys;
import io.rookery.worker.browser.Browsers;
import io.rookery.worker.command.CommandLog;
import io.rookery.worker.command.CommandWriter;
import io.rookery.worker.event.EventLog;
import io.rookery.worker.event.OutcomeLog;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseTimes;
import io.rookery.worker.media.MediaFiles;
import io.rookery.worker.media.OutgoingMedia;
import io.rookery.worker.media.ReceivedMedia;
import io.rookery.worker.profile.EpochStore;
import io.rookery.worker.profile.LocalProfiles;
import io.rookery.worker.profile.ProfileDamaged;
import io.rookery.worker.profile.ProfileTooNew;
import io.rookery.worker.profile.Profiles;
import io.rookery.worker.profile.StoredEpochs;
import io.rookery.worker.profile.StoredProfiles;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a profile's errors on their way to the machine. */
class PageRuntimeTest {
    private static final SessionId ALICE = new SessionId("alice");
    private static final Epoch EPOCH = new Epoch(1);

    @TempDir
    Path directory;

    private final List<Input> fed = new ArrayList<>();

    @Test
    void aMissingKey_isTriedAgain_asThat() {
        assertThat(restored(new KeyUnavailable("master key 7 is not in the keyset")))
                .isInstanceOfSatisfying(
                        Input.RestoreResult.Unavailable.class,
                        it -> assertThat(it.code()).isEqualTo("KEY_UNAVAILABLE"));
    }

    @Test
    void aStoreThatIsAway_isTriedAgain() {
        assertThat(restored(new StoreUnavailable("away")))
                .isInstanceOfSatisfying(
                        Input.RestoreResult.Unavailable.class,
                        it -> assertThat(it.code()).isEqualTo("STORE_UNAVAILABLE"));
    }

    @Test
    void whatIsDamagedOrTooNew_isNot() {
        assertThat(restored(new ProfileDamaged("a file"))).isInstanceOf(Input.RestoreResult.Unusable.class);
        assertThat(restored(new ProfileTooNew("by 157"))).isInstanceOf(Input.RestoreResult.Unusable.class);
    }

    @Test
    void whatIsAnotherTenants_isRefusedAsThat() throws Exception {
        var store = new InMemoryObjectStore();
        var profiles = new StoredProfiles(
                store,
                new StoredEpochs(store),
                KeysetMasterKeys.of(Keyset.create()),
                () -> "",
                InstantSource.system(),
                new SimpleMeterRegistry());
        Path staging = Files.createDirectories(directory.resolve("staging"));
        Files.writeString(staging.resolve("Cookies"), "login");
        SessionId alice = new SessionId("alice");
        profiles.store(alice, new TenantId("acme"), EPOCH, staging, new Profiles.Metadata(0, "", ""));
        var before = store.keys();

        runtime(profiles).perform(new Effect.Restore(TenantId.DEFAULT, false), EPOCH);

        assertThat(((Input.Restored) fed.getLast()).result())
                .isInstanceOfSatisfying(
                        Input.RestoreResult.Unusable.class,
                        it -> assertThat(it.code()).isEqualTo("PROFILE_OF_ANOTHER_TENANT"));
        assertThat(store.keys()).isEqualTo(before);
    }

    @Test
    void aProfileThatFindsNoKey_isNotStored_andIsStillThere() throws Exception {
        var profiles = new Failing(new KeyUnavailable("master key 7 is not in the keyset"));
        PageRuntime runtime = runtime(profiles);
        profiles.restorable = true;
        runtime.perform(new Effect.Restore(TenantId.DEFAULT, false), EPOCH);

        runtime.perform(new Effect.StoreClosed(TenantId.DEFAULT, 4), EPOCH);

        assertThat(fed).last().isEqualTo(new Input.Stored(false));
        assertThat(directory.resolve("profiles/alice/1/Cookies")).hasContent("login");
    }

    private Input.RestoreResult restored(Exception failure) {
        runtime(new Failing(failure)).perform(new Effect.Restore(TenantId.DEFAULT, false), EPOCH);
        return ((Input.Restored) fed.getLast()).result();
    }

    private PageRuntime runtime(Profiles profiles) {
        var ports = new HostPorts(
                unused(LeaseStore.class),
                LeaseTimes.DEFAULT,
                unused(EpochStore.class),
                profiles,
                new LocalProfiles(directory, Duration.ofHours(1)),
                unused(Browsers.class),
                unused(OutgoingMedia.class),
                unused(ReceivedMedia.class),
                new MediaFiles(directory),
                unused(CommandLog.class),
                unused(CommandWriter.class),
                unused(EventLog.class),
                unused(OutcomeLog.class),
                new HostMetrics(new SimpleMeterRegistry(), InstantSource.system()),
                new SameThread(),
                InstantSource.system(),
                () -> 0,
                millis -> {},
                "156");
        return new PageRuntime(ALICE, new WorkerId("w1"), ports, fed::add);
    }

    private static <T> T unused(Class<T> port) {
        return port.cast(
                Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    throw new AssertionError("nobody should ask for " + method);
                }));
    }

    private static final class Failing implements Profiles {
        private final Exception failure;
        private boolean restorable;

        Failing(Exception failure) {
            this.failure = failure;
        }

        @Override
        public Optional<Restored> restore(SessionId session, TenantId tenant, Path target, @Nullable Path warm)
                throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable, IOException {
            if (!restorable) throw thrown();
            Files.writeString(target.resolve("Cookies"), "login");
            return Optional.of(new Restored(new Generation(EPOCH, 1, 1, 5), null));
        }

        @Override
        public void copy(Path profile, Path staging) throws IOException {
            Files.createDirectory(staging);
        }

        @Override
        public Optional<Generation> store(
                SessionId session, TenantId tenant, Epoch epoch, Path staging, Metadata metadata)
                throws StoreUnavailable, KeyUnavailable, IOException {
            try {
                throw thrown();
            } catch (ProfileDamaged | ProfileTooNew e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void delete(SessionId session, Epoch epoch) {
            throw new AssertionError("nothing may be deleted");
        }

        private AssertionError thrown() throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable {
            switch (failure) {
                case StoreUnavailable e -> throw e;
                case ProfileDamaged e -> throw e;
                case ProfileTooNew e -> throw e;
                case KeyUnavailable e -> throw e;
                default -> throw new AssertionError(failure);
            }
        }
    }

    /** Runs at once what blocks. */
    private static final class SameThread extends AbstractExecutorService {
        private final ExecutorService ended = Executors.newVirtualThreadPerTaskExecutor();

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {
            ended.shutdown();
        }

        @Override
        public List<Runnable> shutdownNow() {
            return ended.shutdownNow();
        }

        @Override
        public boolean isShutdown() {
            return ended.isShutdown();
        }

        @Override
        public boolean isTerminated() {
            return ended.isTerminated();
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
            return ended.awaitTermination(timeout, unit);
        }
    }
}
