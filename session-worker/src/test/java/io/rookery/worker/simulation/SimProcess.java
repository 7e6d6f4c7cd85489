package io.rookery.worker.simulation;

import java.util.ArrayList;
import java.util.List;

/** A process that can stand still (SIGSTOP) and die (SIGKILL). What belongs to an earlier life never runs again; what a stopped one had to do runs when it goes on. */
class SimProcess {
    final String name;
    final World world;
    final SimClock clock;
    private int life = 1;
    private boolean up = true;
    private long frozenUntil;
    private List<Coroutine> coroutines = new ArrayList<>();

    SimProcess(World world, String name, SimClock clock) {
        this.world = world;
        this.name = name;
        this.clock = clock;
    }

    final boolean isUp() {
        return up;
    }

    final boolean isFrozen() {
        return world.scheduler.now() < frozenUntil;
    }

    final int life() {
        return life;
    }

    final void freeze(long micros) {
        frozenUntil = Math.max(frozenUntil, world.scheduler.now() + micros);
    }

    /** Dies now. Its blocking code ends at the call that it waits for. */
    final void die() {
        up = false;
        life++;
        List<Coroutine> dead = coroutines;
        coroutines = new ArrayList<>();
        dead.forEach(Coroutine::kill);
        world.scheduler.at(0, () -> dead.forEach(world.scheduler::run));
    }

    final void reborn() {
        up = true;
        frozenUntil = 0;
    }

    /** Runs it in this life, once the process does not stand still. */
    final void run(Runnable action) {
        runIn(life, action);
    }

    final void runIn(int itsLife, Runnable action) {
        if (!up || life != itsLife) return;
        if (isFrozen())
            world.scheduler.at(
                    frozenUntil - world.scheduler.now() + world.micros(0, 0.05), () -> runIn(itsLife, action));
        else action.run();
    }

    /** A timer of this process, in the simulation's microseconds. */
    final void later(long micros, Runnable action) {
        int now = life;
        world.scheduler.at(micros, () -> runIn(now, action));
    }

    /** Starts blocking code. */
    final void spawn(Runnable body) {
        Coroutine coroutine = new Coroutine(body);
        coroutines.removeIf(Coroutine::isDone);
        coroutines.add(coroutine);
        later(world.micros(0, 0.001), () -> world.scheduler.run(coroutine));
    }

    /** Waits, in blocking code. */
    final void sleep(long micros) {
        Coroutine me = world.scheduler.current();
        later(micros, () -> world.scheduler.run(me));
        me.suspend();
    }

    /** Blocking code gets on with its work: a moment in which others run, and this process may stop or die. */
    final void hop(Moment moment) {
        world.faults.point(this, moment);
        sleep(world.micros(0, 0.01));
    }

    /** Ends everything, at the end of a simulation. */
    final void end() {
        coroutines.forEach(Coroutine::kill);
        coroutines.forEach(world.scheduler::run);
    }
}
