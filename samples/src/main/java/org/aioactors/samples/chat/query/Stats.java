// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.UserMode;

/**
 * {@code STATS} (RFC 1459 section 4.3.2): {@code u} how long the server has been up, for all; {@code m} the commands, {@code
 * k} the K-lines, {@code o} the operators, {@code z} figures, for operators.
 */
final class Stats implements Query {
    private static final String FOR_OPERATORS = "mkoz";

    private final ServerInfo server;

    Stats(ServerInfo server) {
        this.server = server;
    }

    @Override
    public List<Reply> answer(Asker asker, IrcLine line) {
        String what = line.param(0);
        if (what.isEmpty()) {
            return List.of(Reply.of(Numeric.ERR_NEEDMOREPARAMS, line.command()));
        }
        char letter = Character.toLowerCase(what.charAt(0));
        List<Reply> replies = new ArrayList<>();
        if (FOR_OPERATORS.indexOf(letter) >= 0 && !asker.user().has(UserMode.OPERATOR)) {
            replies.add(Reply.of(Numeric.ERR_NOPRIVILEGES));
        } else {
            lines(letter).forEach(replies::add);
        }
        replies.add(Reply.of(Numeric.RPL_ENDOFSTATS, what.substring(0, 1)));
        return replies;
    }

    private Stream<Reply> lines(char letter) {
        return switch (letter) {
            case 'u' -> Stream.of(Reply.with(Numeric.RPL_STATSUPTIME, uptime()));
            case 'm' ->
                server.commands().entrySet().stream()
                        .map(use -> Reply.with(
                                Numeric.RPL_STATSCOMMANDS,
                                use.getKey(),
                                Long.toString(use.getValue().count()),
                                Long.toString(use.getValue().bytes()),
                                "0"));
            case 'k' ->
                server.klines().entrySet().stream()
                        .map(line -> Reply.with(Numeric.RPL_STATSKLINE, "K", line.getKey(), "*", "*", line.getValue()));
            case 'o' ->
                server.operators().entrySet().stream()
                        .map(line -> Reply.with(Numeric.RPL_STATSOLINE, "O", line.getValue(), "*", line.getKey()));
            case 'z' -> server.figures().stream().map(text -> Reply.with(Numeric.RPL_STATSDEBUG, "Z", text));
            default -> Stream.empty();
        };
    }

    private String uptime() {
        long seconds = (server.nowMs() - server.startedMs()) / 1000;
        return "Server Up %d days %d:%02d:%02d"
                .formatted(seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    }
}
