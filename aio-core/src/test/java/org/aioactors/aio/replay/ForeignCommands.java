// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.replay;

import java.util.function.Supplier;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.ForeignLoop;
import org.aioactors.aio.linux.PollFds;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;

/** The commands that have another loop drive the context: one whose own wait the traces do not show. */
final class ForeignCommands {
    private final Supplier<AioContext> context;
    private final Transcript transcript;

    ForeignCommands(Supplier<AioContext> context, Transcript transcript) {
        this.context = context;
        this.transcript = transcript;
    }

    void defineIn(Commands commands) {
        commands.define("gsource", arguments -> context.get().foreignLoop());
        commands.define("giter", arguments -> iterate());
    }

    /** One iteration that does not block. What is prepared as ready is not checked, as in the recorder's loop. */
    private void iterate() {
        ForeignLoop guest = context.get().foreignLoop();
        boolean dispatches;
        transcript.enterPoll();
        try {
            boolean prepared = guest.prepare() == 0;
            look(guest);
            dispatches = prepared || guest.check();
            if (dispatches) {
                guest.dispatch();
            }
        } finally {
            transcript.leavePoll();
        }
        transcript.event("val giter dispatched=" + (dispatches ? 1 : 0));
    }

    private static void look(ForeignLoop guest) {
        int count = guest.fdCount();
        try (PollFds fds = PollFds.allocate(Math.max(1, count))) {
            for (int i = 0; i < count; i++) {
                fds.set(i, guest.fd(i), guest.events(i));
            }
            SyscallException.check(Syscalls.linux().ppoll(fds, count, 0), "ppoll");
            for (int i = 0; i < count; i++) {
                guest.setRevents(i, fds.revents(i));
            }
        }
    }
}
