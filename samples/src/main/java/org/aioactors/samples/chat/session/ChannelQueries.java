// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.aioactors.samples.chat.channel.ChannelCommand;
import org.aioactors.samples.chat.channel.ChannelSummary;
import org.aioactors.samples.chat.channel.ChannelView;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.Names;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.loop.ClientEvent;
import org.aioactors.samples.chat.loop.NamesReply;
import org.aioactors.samples.chat.loop.ToLoop;
import org.aioactors.samples.chat.network.UserTable.Known;
import org.aioactors.samples.chat.query.ChannelList;
import org.aioactors.samples.chat.query.Query;
import org.aioactors.samples.chat.query.Users.Place;
import org.aioactors.samples.chat.query.Who;
import org.aioactors.samples.chat.query.Whois;

/** Commands that only ask. What the loop does not know is asked of who does. */
final class ChannelQueries {
    /** So long another server may take, which may be about to go. Then there is what is known here. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private ChannelQueries() {}

    /** What the loop answers by itself. */
    static void simple(Session session, IrcLine line) {
        Query query = session.queries().of(line.command()).orElseThrow();
        session.client().answer(query.answer(session.queryAsker(), line));
    }

    static void monitor(Session session, IrcLine line) {
        session.client().answer(session.monitor().answer(session.client(), line));
    }

    static void names(Session session, IrcLine line) {
        if (line.count() == 0) {
            session.reply(Numeric.RPL_ENDOFNAMES, "*");
            return;
        }
        for (String channel : line.list(0)) {
            ChannelView view = session.loop().view(channel);
            if (view != null) {
                List<Place> members = session.loop().members(channel, session.user());
                session.client()
                        .answer(NamesReply.of(
                                view.name(),
                                view.symbol(),
                                members,
                                session.client().caps()));
            } else if (Names.looksLikeChannel(channel)) {
                askMembers(session, channel, members -> session.client()
                        .answer(NamesReply.of(
                                members.channel(),
                                "=",
                                members.members(),
                                session.client().caps())));
            } else {
                session.reply(Numeric.RPL_ENDOFNAMES, channel);
            }
        }
    }

    private static void askMembers(Session session, String channel, Consumer<ClientEvent.Members> then) {
        long request = session.ask(answer -> {
            if (answer instanceof ClientEvent.Members members) {
                then.accept(members);
                session.ask(); // its end is told as well
            }
        });
        session.loop().channels().tell(new ChannelCommand.Members(channel, session.asker(request)));
    }

    static void who(Session session, IrcLine line) {
        String mask = line.param(0);
        if (Names.looksLikeChannel(mask) && session.loop().view(mask) == null) {
            askMembers(session, mask, members -> session.client()
                    .answer(new Who(
                                    new FetchedUsers(session.loop(), members),
                                    session.services().server())
                            .answer(session.queryAsker(), line)));
        } else {
            simple(session, line);
        }
    }

    /** Only the loop of a user knows all channels of theirs, and their connection. */
    static void whois(Session session, IrcLine line) {
        String nick = line.param(line.count() > 1 ? 1 : 0).split(",", 2)[0];
        Known known = session.services().loop().users().byNick(nick);
        if (known == null || known.loop().equals(session.loop().hub())) {
            simple(session, line);
            return;
        }
        long request = session.ask(
                answer -> {
                    if (answer instanceof ClientEvent.Details details) {
                        session.client()
                                .answer(new Whois(
                                                new FetchedUsers(session.loop(), known.user(), details),
                                                session.services().server())
                                        .answer(session.queryAsker(), line));
                    }
                },
                PATIENCE,
                () -> simple(session, line));
        known.loop()
                .tell(new ToLoop.AskDetails(
                        known.user().uid(),
                        session.user(),
                        request,
                        session.loop().hub()));
    }

    static void list(Session session, IrcLine line) {
        long request = session.ask(answer -> {
            if (answer instanceof ClientEvent.Listed listed) {
                ChannelList list = ChannelList.parse(
                        line.params(), session.services().server().nowMs());
                session.client()
                        .answer(list.replies(listed.channels().stream()
                                .filter(channel ->
                                        !channel.secret() || session.client().isOn(channel.name()))
                                .map(ChannelQueries::listed)));
            }
        });
        session.loop().channels().list(session.asker(request));
    }

    private static ChannelList.Listed listed(ChannelSummary channel) {
        return new ChannelList.Listed(
                channel.name(), channel.members(), channel.topic(), channel.createdMs(), channel.topicMs());
    }
}
