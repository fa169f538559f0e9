// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import java.util.List;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.User;

/** A command that changes nothing but what its client is told later. Called on the client's loop. */
@FunctionalInterface
public interface Query {
    /** Who asks, as they are now, and the capabilities of their client. */
    record Asker(User user, long caps) {}

    /** All lines of the answer, in their order. */
    List<Reply> answer(Asker asker, IrcLine line);
}
