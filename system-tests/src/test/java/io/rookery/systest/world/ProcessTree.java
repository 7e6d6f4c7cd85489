package io.rookery.systest.world;

import java.util.List;
import java.util.stream.Stream;

/** A program and everything that it had started at one moment: drivers, browsers, their helpers. */
public final class ProcessTree {
    private final List<ProcessHandle> children;

    private ProcessTree(List<ProcessHandle> children) {
        this.children = children;
    }

    public static ProcessTree of(long pid) {
        return new ProcessTree(ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .toList());
    }

    /** SIGKILL for all of them. */
    public void kill() {
        children.forEach(ProcessHandle::destroyForcibly);
    }

    public int size() {
        return children.size();
    }

    /** Those that still run. One that has ended, but that nobody has reaped yet, has no program any more. */
    public List<Long> left() {
        return children.stream()
                .filter(it -> it.isAlive() && it.info().command().isPresent())
                .map(ProcessHandle::pid)
                .toList();
    }

    public Stream<Long> pids() {
        return children.stream().map(ProcessHandle::pid);
    }
}
