package io.rookery.worker.simulation;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.CommandMessage;
import io.rookery.events.SessionId;
import io.rookery.worker.command.Admission;
import io.rookery.worker.event.EventLogUnavailable;
import io.rookery.worker.simulation.Network.Server;
import java.time.Instant;
import java.util.List;

/** Admission's consumer group: one member has a partition; the one before it goes on until its next commit is refused. */
final class AdmissionGroup {
    private final World world;
    private final long[] committed = new long[World.PARTITIONS];
    private final int[] generation = new int[World.PARTITIONS];
    private final int[] member = new int[World.PARTITIONS];

    AdmissionGroup(World world) {
        this.world = world;
    }

    long committed(int partition) {
        return committed[partition];
    }

    /** Somebody gets the partition; where that worker does not run, the next one that does. */
    void rebalance(int partition, int preferred) {
        for (int i = 0; i < World.WORKERS; i++) {
            SimWorker worker = world.workers.get((preferred + i) % World.WORKERS);
            if (!worker.isUp()) continue;
            generation[partition]++;
            member[partition] = worker.number;
            int mine = generation[partition];
            long from = committed[partition];
            world.trace(() -> "admission of partition %d: %s from %d".formatted(partition, worker.name, from));
            worker.spawn(() -> new Member(worker, partition, mine, from).run());
            return;
        }
        world.scheduler.at(world.micros(0.5, 2), () -> rebalance(partition, preferred));
    }

    /** The group notices a dead member after a while. */
    void died(SimWorker worker) {
        for (int partition = 0; partition < World.PARTITIONS; partition++) {
            if (member[partition] != worker.number) continue;
            int lost = partition;
            int then = generation[partition];
            world.scheduler.at(world.micros(0.5, 8), () -> {
                if (generation[lost] == then) rebalance(lost, world.random.nextInt(World.WORKERS));
            });
        }
    }

    /** One member's loop over its partition. */
    private final class Member {
        private final SimWorker worker;
        private final int partition;
        private final int mine;
        private long position;

        Member(SimWorker worker, int partition, int mine, long position) {
            this.worker = worker;
            this.partition = partition;
            this.mine = mine;
            this.position = position;
        }

        void run() {
            while (true) {
                List<Topics.Command> log = world.topics.commands(partition);
                if (position >= log.size() || world.random.nextInt(10) < 3) {
                    if (!commit()) return;
                    if (position >= log.size()) worker.sleep(world.micros(0.1, 0.5));
                } else if (decided(log.get((int) position))) position++;
                else worker.sleep(worker.clock.micros(300));
            }
        }

        private boolean decided(Topics.Command command) {
            try {
                worker.admission()
                        .handle(new Admission.Raw(partition, command.offset(), command.time(), null, command.value()));
                return true;
            } catch (Admission.TryAgain e) {
                return false;
            }
        }

        /** @return whether the partition is still this member's */
        private boolean commit() {
            long now = position;
            try {
                return world.network.call(worker, Server.KAFKA, Moment.IDLE, () -> {
                    if (generation[partition] != mine) return false;
                    committed[partition] = Math.max(committed[partition], now);
                    return true;
                });
            } catch (Network.NoAnswer e) {
                return generation[partition] == mine || world.random.nextBoolean();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) { // brokers throw nothing here
                throw new IllegalStateException(e);
            }
        }
    }

    /** Where admission's records go. */
    final class Forwarding implements Admission.Forwarding {
        private final SimProcess process;

        Forwarding(SimProcess process) {
            this.process = process;
        }

        @Override
        public int home(SessionId session) {
            return world.partition(session);
        }

        @Override
        public void reappend(SessionId session, Admission.Raw raw) throws EventLogUnavailable {
            append(() ->
                    world.topics.append(home(session), raw.time(), raw.value() == null ? new byte[0] : raw.value()));
        }

        @Override
        public void deadLetter(Admission.Raw raw, String reason) throws EventLogUnavailable {
            append(() -> world.ledger.deadLetter(raw.partition(), raw.offset()));
        }

        /** A command of a worker's own. */
        void write(CommandMessage command) throws EventLogUnavailable {
            append(() -> {
                Instant time = Instant.ofEpochMilli(SimClock.EPOCH_MILLIS + world.scheduler.now() / 1000);
                world.topics.append(home(command.session()), time, CloudEventCodec.encode(command));
            });
        }

        private void append(Runnable step) throws EventLogUnavailable {
            try {
                world.network.call(process, Server.KAFKA, Moment.PUBLISHING, () -> {
                    step.run();
                    return true;
                });
            } catch (Network.NoAnswer e) {
                throw new EventLogUnavailable("no answer", e);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) { // brokers throw nothing here
                throw new IllegalStateException(e);
            }
        }
    }
}
