// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All commands. */
public final class CommandTable {
    /**
     * A command.
     *
     * @param minParams with fewer it is refused
     * @param early whether it can be given before registration
     */
    record Entry(int minParams, boolean early, Command command) {}

    private static final Map<String, Entry> ENTRIES = new HashMap<>();

    static {
        early("CAP", 1, (session, line) -> session.registration().capabilities().run(line));
        early("PASS", 1, (session, line) -> session.registration().pass(line));
        early("NICK", 0, (session, line) -> session.registration().nick(line));
        early("USER", 4, (session, line) -> session.registration().user(line));
        early("AUTHENTICATE", 1, (session, line) -> session.registration()
                .login()
                .authenticate(line));
        early("REGISTER", 3, AccountCommands::register);
        early("VERIFY", 2, AccountCommands::verify);
        early("QUIT", 0, BasicCommands::quit);
        early("PING", 1, BasicCommands::ping);
        early("PONG", 0, (session, line) -> {});
        early("ERROR", 0, (session, line) -> {});
        add("JOIN", 1, ChannelCommands::join);
        add("PART", 1, ChannelCommands::part);
        add("TOPIC", 1, ChannelCommands::topic);
        add("KICK", 2, ChannelCommands::kick);
        add("INVITE", 2, ChannelCommands::invite);
        add("NAMES", 0, ChannelQueries::names);
        add("LIST", 0, ChannelQueries::list);
        add("WHO", 1, ChannelQueries::who);
        add("WHOIS", 0, ChannelQueries::whois);
        add("MODE", 1, ModeCommand::run);
        add("PRIVMSG", 0, Talk::run);
        add("NOTICE", 0, Talk::run);
        add("TAGMSG", 1, Talk::run);
        add("AWAY", 0, BasicCommands::away);
        add("SETNAME", 1, BasicCommands::setName);
        add("MONITOR", 1, ChannelQueries::monitor);
        add("CHATHISTORY", 0, HistoryCommand::run);
        add("OPER", 2, OperCommands::oper);
        add("KILL", 1, OperCommands::kill);
        add("CHGHOST", 2, OperCommands::changeHost);
        add("WALLOPS", 1, OperCommands::wallops);
        add("REHASH", 0, OperCommands::rehash);
        add("DIE", 0, OperCommands::die);
        add("KLINE", 1, OperCommands::kline);
        add("UNKLINE", 1, OperCommands::unkline);
        for (String query : Set.of(
                "WHOWAS",
                "ISON",
                "USERHOST",
                "LUSERS",
                "VERSION",
                "TIME",
                "ADMIN",
                "INFO",
                "MOTD",
                "STATS",
                "LINKS",
                "HELP",
                "HELPOP")) {
            add(query, 0, ChannelQueries::simple);
        }
    }

    private CommandTable() {}

    private static void early(String name, int minParams, Command command) {
        ENTRIES.put(name, new Entry(minParams, true, command));
    }

    private static void add(String name, int minParams, Command command) {
        ENTRIES.put(name, new Entry(minParams, false, command));
    }

    /** A command in capitals; null if there is no such. */
    static @Nullable Entry find(String command) {
        return ENTRIES.get(command);
    }

    /** The names of all. */
    public static Set<String> names() {
        return Set.copyOf(ENTRIES.keySet());
    }
}
