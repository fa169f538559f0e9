// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.time.Duration;
import org.aioactors.aio.linux.PollFds;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;

/**
 * Another event loop, which has a context as its guest: waits by {@code ppoll(2)}, and asks what to watch only when that has
 * changed. A wait without limit that nothing ends fails the test.
 */
final class PpollHost implements AutoCloseable {
    private static final long LONGEST_WAIT_NS = Duration.ofSeconds(20).toNanos();

    private final ForeignLoop guest;
    private final PollFds fds = PollFds.allocate(16);
    private int count;
    private long version = -1;
    private Runnable onWait = () -> {};

    PpollHost(ForeignLoop guest) {
        this.guest = guest;
    }

    /** Runs {@code action}, once, after the next prepare and before the wait. */
    void onNextWait(Runnable action) {
        onWait = action;
    }

    /** One turn; returns whether there was something to dispatch. */
    boolean turn(boolean blocking) {
        long timeoutNs = guest.prepare();
        await(blocking ? timeoutNs : 0);
        return guest.check() && dispatch();
    }

    private boolean dispatch() {
        guest.dispatch();
        return true;
    }

    /** What stands between prepare and check. */
    void await(long timeoutNs) {
        watch();
        Runnable action = onWait;
        onWait = () -> {};
        action.run();
        long startNs = System.nanoTime();
        int ready = Syscalls.linux().ppoll(fds, count, timeoutNs < 0 ? LONGEST_WAIT_NS : timeoutNs);
        SyscallException.check(ready, "ppoll");
        if (timeoutNs < 0 && System.nanoTime() - startNs >= LONGEST_WAIT_NS) {
            // even if something is ready: an io_uring may be found readable at the end without having woken anybody
            throw new AssertionError("nothing ended a wait without limit");
        }
        for (int i = 0; i < count; i++) {
            guest.setRevents(i, fds.revents(i));
        }
    }

    private void watch() {
        if (version == guest.version()) {
            return;
        }
        version = guest.version();
        count = guest.fdCount();
        fds.grow(count);
        for (int i = 0; i < count; i++) {
            fds.set(i, guest.fd(i), guest.events(i));
        }
    }

    @Override
    public void close() {
        fds.close();
    }
}
