// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

import org.aioactors.dispatcher.AioLoop;
import org.aioactors.samples.chat.loop.LocalClient;
import org.aioactors.samples.chat.loop.LoopClients;
import org.aioactors.samples.chat.query.Monitor;
import org.aioactors.samples.chat.query.Queries;

/** The queries of a loop, which all its sessions share. */
final class LoopQueries implements AutoCloseable {
    private final Queries queries;
    private final Monitor<LocalClient> monitor;

    private LoopQueries(LoopClients loop, SessionServices services) {
        queries = new Queries(loop, services.server(), loop.whoWas());
        monitor = new Monitor<>(loop, loop.watchers(), services.loop().limits());
    }

    /** Those of a session's loop. */
    static LoopQueries here(Session session) {
        return AioLoop.require("a chat's session")
                .resource(LoopQueries.class, () -> new LoopQueries(session.loop(), session.services()));
    }

    Queries queries() {
        return queries;
    }

    Monitor<LocalClient> monitor() {
        return monitor;
    }

    @Override
    public void close() {
        // nothing of the kernel's
    }
}
