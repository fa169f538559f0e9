// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.loop;

import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.limit.KLine;
import org.aioactors.samples.chat.limit.KLineList;
import org.aioactors.samples.chat.limit.QuitReason;
import org.aioactors.samples.chat.network.User;
import org.jspecify.annotations.Nullable;

/** Ends those clients of a loop that are on while a K-line is added that is about them. Who comes later is not let in. */
final class KLineCheck {
    private final LoopClients loop;

    KLineCheck(LoopClients loop) {
        this.loop = loop;
    }

    void added(KLineList added) {
        long nowMs = loop.services().clock().millis();
        for (LocalClient client : loop.clients()) {
            KLine line = client.isRegistered() && !client.isGone() ? find(added, client, nowMs) : null;
            if (line != null) {
                client.answer(0, Reply.of(Numeric.ERR_YOUREBANNEDCREEP));
                client.session().tell(new ClientEvent.Disconnect(QuitReason.kLined(line.reason())));
            }
        }
    }

    private static @Nullable KLine find(KLineList lines, LocalClient client, long nowMs) {
        User user = client.user();
        return lines.find(user.username().replaceFirst("^~", ""), user.host(), client.address(), nowMs);
    }
}
