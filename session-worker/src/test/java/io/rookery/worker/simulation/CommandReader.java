package io.rookery.worker.simulation;

import io.rookery.worker.command.Mailboxes;
import io.rookery.worker.simulation.Network.Server;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A worker's reader of the command log: fetches a few records at a time, and hands them out while others run. */
final class CommandReader implements Mailboxes.Cursor {
    private final SimWorker worker;
    private final World world;
    private final Mailboxes mailboxes;
    private final Map<Integer, Long> positions = new HashMap<>();

    CommandReader(SimWorker worker, Mailboxes mailboxes) {
        this.worker = worker;
        this.world = worker.world;
        this.mailboxes = mailboxes;
    }

    void run() {
        while (true) {
            if (!world.on(Safeguard.GAP)) ignoreGaps();
            boolean any = mailboxes.prepare(this);
            boolean read = any && turn();
            if (!read) worker.sleep(world.micros(0.05, 0.3));
        }
    }

    private boolean turn() {
        List<Topics.Command> batch;
        try {
            batch = world.network.call(worker, Server.KAFKA, Moment.IDLE, this::fetch);
        } catch (Network.NoAnswer e) {
            return false;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) { // brokers throw nothing here
            throw new IllegalStateException(e);
        }
        for (Topics.Command command : batch) positions.put(command.partition(), command.offset() + 1);
        for (Topics.Command command : batch) {
            if (!world.on(Safeguard.GAP)) ignoreGaps();
            mailboxes.deliver(command.partition(), command.offset(), command.time(), command::decoded);
            if (world.random.nextInt(10) < 3) worker.sleep(world.micros(0.001, 0.03));
        }
        mailboxes.advance(this);
        return !batch.isEmpty();
    }

    /** What a mailbox must not be told: that nothing is missing. */
    private void ignoreGaps() {
        worker.followed().forEach(mailbox -> mailbox.sought(Long.MIN_VALUE));
    }

    private List<Topics.Command> fetch() {
        List<Topics.Command> batch = new ArrayList<>();
        int most = world.random.nextInt(1, 6);
        for (int partition : assignment()) {
            List<Topics.Command> log = world.topics.commands(partition);
            int from = (int) Math.min(position(partition), log.size());
            batch.addAll(log.subList(from, Math.min(log.size(), from + most)));
        }
        return batch;
    }

    /** Without throwing anything away that was fetched. */
    void goBack(int partition, long position) {
        positions.computeIfPresent(partition, (it, now) -> Math.min(now, position));
    }

    @Override
    public Set<Integer> assignment() {
        return new TreeSet<>(positions.keySet());
    }

    @Override
    public void assign(Set<Integer> partitions) {
        positions.keySet().retainAll(partitions);
        partitions.forEach(partition -> positions.putIfAbsent(partition, 0L));
    }

    @Override
    public long position(int partition) {
        return positions.getOrDefault(partition, 0L);
    }

    @Override
    public void seek(int partition, long position) {
        positions.put(partition, position);
    }
}
