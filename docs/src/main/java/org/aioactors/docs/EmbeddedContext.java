// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import org.aioactors.aio.AioContext;
import org.aioactors.aio.ForeignLoop;
import org.aioactors.aio.linux.PollFds;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;

/** An event loop of one's own, which has a context as its guest. One thread. */
public final class EmbeddedContext implements AutoCloseable {
    private final PollFds fds = PollFds.allocate(16);
    private final ForeignLoop guest;
    private long version = -1;

    /** The calling thread must be the context's home thread. */
    public EmbeddedContext(AioContext context) {
        this.guest = context.foreignLoop();
    }

    /** One turn, which waits if there is nothing to do. */
    public void turn() {
        long timeoutNs = guest.prepare();
        if (version != guest.version()) {
            version = guest.version();
            watchAgain();
        }
        // your own fds and timeouts come on top
        int ready = Syscalls.linux().ppoll(fds, guest.fdCount(), timeoutNs);
        SyscallException.check(ready, "ppoll");
        for (int i = 0; i < guest.fdCount(); i++) {
            guest.setRevents(i, fds.revents(i));
        }
        if (guest.check()) {
            guest.dispatch();
        }
    }

    private void watchAgain() {
        fds.grow(guest.fdCount());
        for (int i = 0; i < guest.fdCount(); i++) {
            fds.set(i, guest.fd(i), guest.events(i));
        }
    }

    @Override
    public void close() {
        fds.close();
    }
}
