// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.FdHandler;
import org.aioactors.dispatcher.AioLoop;

/** Waits for the children of one loop: each once, when its pidfd is ready. The loop's thread only. */
final class Reaper implements AutoCloseable {
    private final AioContext context;
    private final Map<ChildProcess, Consumer<ExitReport>> watched = new HashMap<>();

    Reaper(AioContext context) {
        this.context = context;
    }

    /** That of a loop, whose thread calls this. */
    static Reaper of(AioLoop loop) {
        return loop.resource(Reaper.class, () -> new Reaper(loop.context()));
    }

    /**
     * Waits for a child, which nobody else does from now on.
     *
     * @param listener hears of its end, on the loop's thread
     */
    void watch(ChildProcess child, Consumer<ExitReport> listener) {
        context.setFdHandler(child.pidfd(), FdHandler.reading(() -> ready(child)));
        watched.put(child, listener);
    }

    /** Has nobody hear of its end any more. */
    void forgetListener(ChildProcess child) {
        watched.computeIfPresent(child, (key, listener) -> report -> {});
    }

    private void ready(ChildProcess child) {
        int fd = child.pidfd();
        context.removeFdHandler(fd); // first: the number is given back with the child
        ExitReport report = child.reap();
        if (report == null) {
            context.setFdHandler(fd, FdHandler.reading(() -> ready(child)));
        } else {
            watched.remove(child).accept(report);
        }
    }

    /** The loop's thread ends: whoever lives on is waited for elsewhere. */
    @Override
    public void close() {
        List<ChildProcess> left = new ArrayList<>(watched.keySet());
        watched.clear();
        for (ChildProcess child : left) {
            context.removeFdHandler(child.pidfd());
            Orphans.adopt(child);
        }
    }

    @Override
    public String toString() {
        return "reaper of " + watched.size() + " children";
    }
}
