// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aioactors.samples.chat.irc.Reply;

/** All queries of a loop by their commands. {@code LIST} and {@code MONITOR} are not among them, since they need more. */
public final class Queries {
    private final Map<String, Query> byCommand;
    private final ServerQueries about;

    /** Creates them. */
    public Queries(Users users, ServerInfo server, WhoWas whoWas) {
        about = new ServerQueries(users, server);
        Presence presence = new Presence(users);
        Help help = Help.load();
        byCommand = Map.ofEntries(
                Map.entry("WHO", new Who(users, server)),
                Map.entry("WHOIS", new Whois(users, server)),
                Map.entry("WHOWAS", whoWas),
                Map.entry("ISON", (asker, line) -> presence.ison(line)),
                Map.entry("USERHOST", (asker, line) -> presence.userhost(line)),
                Map.entry("LUSERS", about.here(1, (asker, line) -> about.lusers())),
                Map.entry("VERSION", about.here(0, (asker, line) -> about.version())),
                Map.entry("TIME", about.here(0, (asker, line) -> about.time())),
                Map.entry("ADMIN", about.here(0, (asker, line) -> about.admin())),
                Map.entry("INFO", about.here(0, (asker, line) -> about.info())),
                Map.entry("MOTD", about.here(0, (asker, line) -> about.motd())),
                Map.entry("STATS", about.here(1, new Stats(server))),
                Map.entry("LINKS", (asker, line) -> about.links(line)),
                Map.entry("HELP", help),
                Map.entry("HELPOP", help));
    }

    /** The query for a command in capitals; empty for any other command. */
    public Optional<Query> of(String command) {
        return Optional.ofNullable(byCommand.get(command));
    }

    /** The message of the day, for a client that has just registered. */
    public List<Reply> motd() {
        return about.motd();
    }
}
