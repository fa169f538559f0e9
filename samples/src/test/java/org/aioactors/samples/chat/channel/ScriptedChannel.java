// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.Limits;
import org.aioactors.samples.chat.irc.ModeChange;
import org.aioactors.samples.chat.irc.ModeParser;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.network.UserMode;

/**
 * The rules of the channel {@code #c}, played by a script: {@code "alice JOIN; bob PRIVMSG :hello"}. What comes of a line is
 * told as lines of IRC; the channel's name is left out in the script.
 *
 * <p>Beside the commands there are {@code LOGIN account}, {@code NICK name}, {@code HIDE} (user mode i), {@code LOST} (the user's server has gone) and
 * {@code WAIT seconds}. Each user is on a server of their own name: {@code bob} and {@code bob@2} are on two.
 */
final class ScriptedChannel {
    private static final ActorRef<ChannelEvent> NOWHERE =
            TestInbox.<ChannelEvent>create().getRef();

    /** When a script begins, in seconds since the epoch. */
    static final long START_S = 1_000;

    private final AtomicLong msgids = new AtomicLong();
    final ChannelState state = new ChannelState(Limits.standard(), () -> "m" + msgids.incrementAndGet());
    private final Map<String, User> users = new HashMap<>();
    private long nowMs = START_S * 1_000;

    /** Plays lines, and returns what came of the last. */
    String play(String script) {
        String last = "";
        for (String line : script.split(";", -1)) {
            if (!line.isBlank()) {
                last = playLine(line.strip());
            }
        }
        return last;
    }

    private String playLine(String line) {
        String nick = line.substring(0, line.indexOf(' '));
        IrcLine command = IrcLine.parse(line.substring(line.indexOf(' ') + 1));
        User user = user(nick);
        switch (command.command()) {
            case "WAIT" -> {
                nowMs += 1_000 * Long.parseLong(command.param(0));
                return "";
            }
            case "LOGIN" -> {
                return changed(nick, TestUsers.changed(user, user.nick(), command.param(0), user.modes()));
            }
            case "NICK" -> {
                return changed(nick, TestUsers.changed(user, command.param(0), user.account(), user.modes()));
            }
            case "HIDE" -> {
                return changed(nick, TestUsers.changed(user, nick, user.account(), Set.of(UserMode.INVISIBLE)));
            }
            case "NAMES" -> {
                List<String> seen = new ArrayList<>();
                state.seenBy(user)
                        .forEach(member ->
                                seen.add(member.prefixes() + member.user().nick()));
                return String.join(" ", seen);
            }
            default -> {
                return told(state.decide(command(user, command), nowMs));
            }
        }
    }

    private String changed(String name, User user) {
        users.put(name, user);
        return told(state.decide(new ChannelCommand.Changed("#c", user), nowMs));
    }

    User user(String name) {
        return users.computeIfAbsent(name, any -> TestUsers.user(new Uid(nodeOf(name), users.size() + 1L), name));
    }

    private static long nodeOf(String name) {
        int at = name.indexOf('@');
        return at < 0 ? 1 : Long.parseLong(name.substring(at + 1));
    }

    private ChannelCommand command(User user, IrcLine line) {
        Asker by = new Asker(user, NOWHERE, 1);
        String first = line.paramOrNull(0);
        return switch (line.command()) {
            case "JOIN" -> new ChannelCommand.Join("#c", by, first, true);
            case "ENTER" -> new ChannelCommand.Join("#c", by, first, false);
            case "PART" -> new ChannelCommand.Part("#C", by, first);
            case "TOPIC" -> new ChannelCommand.Topic("#C", by, first);
            case "MODE" -> new ChannelCommand.Mode("#C", by, wishes(ModeParser.parse(line.params())));
            case "KICK" -> new ChannelCommand.Kick("#C", by, user(line.param(0)), line.param(1));
            case "INVITE" -> new ChannelCommand.Invite("#C", by, user(line.param(0)), NOWHERE);
            case "QUIT" -> new ChannelCommand.Quit("#c", user.uid(), line.param(0));
            case "LOST" -> new ChannelCommand.NodeLost("#c", user.uid().node());
            case "TAGMSG" -> new ChannelCommand.Say("#C", by, "TAGMSG", null, '\0', Map.of("+typing", "active"));
            case "PRIVMSG", "NOTICE" ->
                new ChannelCommand.Say(
                        "#C",
                        by,
                        line.command(),
                        line.params().get(line.count() - 1).replace('^', '\u0001'),
                        line.count() > 1 ? line.param(0).charAt(0) : '\0',
                        Map.of());
            default -> throw new IllegalArgumentException("no line of a script: " + line);
        };
    }

    private List<ChannelCommand.Mode.Wish> wishes(List<ModeChange> changes) {
        List<ChannelCommand.Mode.Wish> wishes = new ArrayList<>();
        for (ModeChange change : changes) {
            String nick = change.parameter();
            boolean known = nick != null && users.containsKey(nick) && Rank.ofMode(change.mode()) != null;
            wishes.add(new ChannelCommand.Mode.Wish(change, known ? user(nick) : null));
        }
        return wishes;
    }

    private String told(Decision decision) {
        Stream<String> event = decision.event() == null ? Stream.of() : Stream.of(told(decision.event()));
        return String.join(
                " / ",
                Stream.concat(event, decision.replies().stream().map(ScriptedChannel::told))
                        .toList());
    }

    private static String told(Reply reply) {
        return reply.numeric().digits() + ' ' + withLast(reply.parameters());
    }

    private static String withLast(List<String> parameters) {
        int last = parameters.size() - 1;
        String text = parameters.get(last);
        String end = text.indexOf(' ') >= 0 || text.isEmpty() ? ':' + text : text;
        return String.join(
                " ",
                Stream.concat(parameters.subList(0, last).stream(), Stream.of(end))
                        .toList());
    }

    private String told(ChannelEvent.Happened event) {
        if (event instanceof ChannelEvent.Joined joined) {
            return ":" + joined.prefixes() + joined.user().nick() + " JOIN " + joined.channel();
        } else if (event instanceof ChannelEvent.Parted parted) {
            return nick(parted.asker()) + " PART " + parted.channel()
                    + (parted.reason() == null ? "" : " :" + parted.reason());
        } else if (event instanceof ChannelEvent.Left left) {
            return nick(left.uid()) + " QUIT :" + left.reason();
        } else if (event instanceof ChannelEvent.NodeGone gone) {
            return "gone " + gone.node();
        } else if (event instanceof ChannelEvent.Said said) {
            String target = (said.atLeast() == 0 ? "" : said.atLeast()) + said.channel();
            String text = said.text() == null ? "" : " :" + said.text().replace('\u0001', '^');
            return ":" + said.by().nick() + " " + said.command() + " " + target + text;
        } else if (event instanceof ChannelEvent.TopicSet set) {
            return ":" + set.bySource() + " TOPIC " + set.channel() + " :" + set.topic();
        } else if (event instanceof ChannelEvent.ModesSet set) {
            List<ModeChange> changes =
                    set.changes().stream().map(ChannelEvent.AppliedMode::change).toList();
            return nick(set.asker()) + " MODE " + set.channel() + " "
                    + String.join(" ", ModeParser.lines(changes, 1_000).get(0));
        } else if (event instanceof ChannelEvent.Kicked kicked) {
            return nick(kicked.asker()) + " KICK " + kicked.channel() + " " + kicked.targetNick() + " :"
                    + kicked.reason();
        } else if (event instanceof ChannelEvent.Invited invited) {
            return nick(invited.asker()) + " INVITE " + invited.target().nick() + " " + invited.channel();
        }
        throw new IllegalArgumentException("no event of a script: " + event);
    }

    private String nick(Uid uid) {
        return ":"
                + users.values().stream()
                        .filter(user -> user.uid().equals(uid))
                        .findFirst()
                        .orElseThrow()
                        .nick();
    }
}
