// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

import java.util.List;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.Names;
import org.aioactors.samples.chat.irc.Numeric;

/** Commands that are about the client alone. */
final class BasicCommands {
    private BasicCommands() {}

    static void quit(Session session, IrcLine line) {
        int most = session.services().loop().limits().reason();
        session.quit(line.count() == 0 ? "Client quit" : "Quit: " + Names.cut(line.param(0), most));
    }

    static void ping(Session session, IrcLine line) {
        if (line.param(0).isEmpty()) {
            session.reply(Numeric.ERR_NOORIGIN);
        } else {
            session.client()
                    .answer(session.client()
                            .serverLine("PONG", session.services().loop().serverName(), line.param(0)));
        }
    }

    static void away(Session session, IrcLine line) {
        String wish =
                Names.cut(line.param(0), session.services().loop().limits().away());
        String away = wish.isEmpty() ? null : wish;
        Numeric answer = away == null ? Numeric.RPL_UNAWAY : Numeric.RPL_NOWAWAY;
        session.change(session.user().withAway(away), granted -> session.reply(answer));
    }

    static void setName(Session session, IrcLine line) {
        String name = line.param(0);
        if (name.isBlank()
                || Names.cut(name, session.services().loop().limits().realName())
                                .length()
                        < name.length()) {
            session.fail("SETNAME", "INVALID_REALNAME", List.of(), "The name is empty or too long");
        } else {
            session.change(session.user().withRealName(name), granted -> {});
        }
    }
}
