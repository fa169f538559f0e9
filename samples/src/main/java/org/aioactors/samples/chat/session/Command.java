// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

import org.aioactors.samples.chat.irc.IrcLine;

/** A command of the protocol. Has no state of its own: that is the session's. */
@FunctionalInterface
interface Command {
    /** Carries a line out that has enough parameters; answers through the session. Must not block. */
    void run(Session session, IrcLine line);
}
