// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import java.io.IOException;
import org.aioactors.samples.bench.tcp.LoadThread;

/** A client that answers pings, and nothing else. */
final class IdleClient extends IrcConnection {
    IdleClient(LoadThread thread, IrcHandshake handshake) throws IOException {
        super(thread, handshake);
    }

    @Override
    protected void begin(long nowNs) {
        // says nothing
    }

    @Override
    void onLine(ServerLine line, long nowNs) {
        onLineOfOthers(line);
    }

    @Override
    protected void ended() {
        // has nothing to wait for
    }
}
