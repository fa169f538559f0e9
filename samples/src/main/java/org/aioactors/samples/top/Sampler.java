// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one sample after the other, on a thread of its own, so that a target that does not answer holds up nobody. */
final class Sampler {
    private final Connection connection;
    private final Consumer<Event> listener;
    private final ScheduledExecutorService thread;

    /** Its thread only. */
    private final Pace pace;

    /** The next sample. Its thread only. */
    private @Nullable Future<?> next;

    private Sampler(Connection connection, Pace pace, Consumer<Event> listener) {
        this.connection = connection;
        this.pace = pace;
        this.listener = listener;
        thread = new ScheduledThreadPoolExecutor(1, Sampler::daemon, new ThreadPoolExecutor.DiscardPolicy());
    }

    private static Thread daemon(Runnable task) {
        Thread daemon = new Thread(null, task, "sampler", 0, false);
        daemon.setDaemon(true);
        return daemon;
    }

    /** Begins at once, and tells of each sample, and of the end. */
    static Sampler start(Connection connection, Pace pace, Consumer<Event> listener) {
        Sampler sampler = new Sampler(connection, pace, listener);
        sampler.thread.execute(sampler::read);
        return sampler;
    }

    private void read() {
        try {
            Sample sample = connection.read();
            schedule(pace.next(sample).toNanos());
            listener.accept(new Event.Sampled(sample));
        } catch (TopException e) {
            stop(e);
        } catch (RuntimeException e) {
            stop(new TopException("can't make sense of what " + connection.name() + " tells: " + e, e));
        }
    }

    private void schedule(long delayNs) {
        next = thread.schedule(this::read, delayNs, TimeUnit.NANOSECONDS);
    }

    private void stop(TopException reason) {
        listener.accept(new Event.Failed(reason));
        thread.shutdown();
    }

    /** Somebody looks: the next sample comes after the shortest time, unless there will be none. Any thread. */
    void quicken() {
        thread.execute(() -> {
            Future<?> waiting = next;
            if (waiting != null && waiting.cancel(false)) {
                schedule(pace.quicken().toNanos());
            }
        });
    }

    /** Does not wait for a sample that is being read. Any thread. */
    void close() {
        thread.shutdownNow();
    }
}
