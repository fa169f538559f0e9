// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.loop;

import java.time.Duration;
import java.util.List;
import org.aioactors.samples.chat.irc.OutLine;
import org.aioactors.samples.chat.limit.ClientClock;
import org.aioactors.samples.chat.limit.QuitReason;

/** Asks clients of a loop that have been silent whether they are there, and ends those that are not. */
final class Silence {
    private final LoopClients loop;

    /** The same line for all. */
    private final OutLine ping;

    Silence(LoopClients loop) {
        this.loop = loop;
        this.ping = OutLine.of(null, "PING", List.of(loop.services().serverName()));
    }

    /** Looks at the clock of each client: what is late is late by at most the time between two looks. */
    void look() {
        ClientClock.Rules rules = loop.services().clockRules().get();
        long nowNs = System.nanoTime();
        for (LocalClient client : loop.clients()) {
            switch (client.clock().due(rules, nowNs)) {
                case PING -> client.deliver(ping);
                case PING_TIMEOUT -> {
                    Duration silence = rules.silence().plus(rules.answer());
                    end(client, QuitReason.pingTimeout(silence));
                }
                case REGISTRATION_TIMEOUT -> end(client, QuitReason.REGISTRATION_TIMEOUT);
                case NOTHING -> {}
            }
        }
    }

    private void end(LocalClient client, String reason) {
        loop.counts().dropped();
        client.session().tell(new ClientEvent.Disconnect(reason));
    }
}
