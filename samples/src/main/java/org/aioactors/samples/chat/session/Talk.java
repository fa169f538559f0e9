// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.aioactors.samples.chat.channel.ChannelCommand;
import org.aioactors.samples.chat.irc.Capability;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.ModeParser;
import org.aioactors.samples.chat.irc.Names;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.UserTable.Known;
import org.jspecify.annotations.Nullable;

/** {@code PRIVMSG}, {@code NOTICE}, which is never answered by an error (RFC 1459 section 4.4.2), and {@code TAGMSG}. */
final class Talk {
    private Talk() {}

    static void run(Session session, IrcLine line) {
        boolean tagsOnly = line.command().equals("TAGMSG");
        boolean silent = line.command().equals("NOTICE");
        if (tagsOnly && !session.client().can(Capability.MESSAGE_TAGS)) {
            session.reply(Numeric.ERR_UNKNOWNCOMMAND, line.command());
            return;
        }
        if (line.param(0).isEmpty()) {
            error(session, silent, Numeric.ERR_NORECIPIENT, line.command());
            return;
        }
        if (!tagsOnly && line.param(1).isEmpty()) {
            error(session, silent, Numeric.ERR_NOTEXTTOSEND);
            return;
        }
        List<String> targets = line.list(0);
        if (targets.size() > session.services().loop().limits().targets()) {
            error(session, silent, Numeric.ERR_TOOMANYTARGETS, line.param(0));
            return;
        }
        session.client().active(session.services().server().nowMs());
        Map<String, String> tags = clientTags(session, line);
        for (String target : targets) {
            say(session, line.command(), target, tagsOnly ? null : line.param(1), tags, silent);
        }
    }

    /** Numerics that {@code NOTICE} does not get. The text of 411 names the command. */
    private static void error(Session session, boolean silent, Numeric numeric, String... parameters) {
        if (!silent) {
            Reply reply = numeric == Numeric.ERR_NORECIPIENT
                    ? Reply.with(numeric, "No recipient given (" + parameters[0] + ")")
                    : Reply.of(numeric, parameters);
            session.client().answer(reply);
        }
    }

    private static Map<String, String> clientTags(Session session, IrcLine line) {
        if (line.tags().isEmpty() || !session.client().can(Capability.MESSAGE_TAGS)) {
            return Map.of();
        }
        Map<String, String> tags = new HashMap<>();
        line.tags().forEach((name, value) -> {
            if (name.startsWith("+")) {
                tags.put(name, value);
            }
        });
        return tags;
    }

    private static void say(
            Session session,
            String command,
            String target,
            @Nullable String text,
            Map<String, String> tags,
            boolean silent) {
        boolean status = target.length() > 1
                && ModeParser.PREFIXES.indexOf(target.charAt(0)) >= 0
                && Names.looksLikeChannel(target.substring(1));
        if (status || Names.looksLikeChannel(target)) {
            // Nobody waits for what has no label: what is wrong with it is told when it comes.
            long request = session.client().isAnswering() ? session.ask() : 0;
            session.loop().counts().message();
            session.loop()
                    .channels()
                    .tell(new ChannelCommand.Say(
                            status ? target.substring(1) : target,
                            session.asker(request),
                            command,
                            text,
                            status ? target.charAt(0) : 0,
                            tags));
            return;
        }
        Known known = session.services().loop().users().byNick(target);
        if (known == null) {
            error(session, silent, Numeric.ERR_NOSUCHNICK, target);
            return;
        }
        session.loop().say(session.client(), known, command, text, tags);
        String away = known.user().away();
        if (away != null && command.equals("PRIVMSG")) {
            session.client()
                    .answer(List.of(Reply.with(Numeric.RPL_AWAY, known.user().nick(), away)));
        }
    }
}
