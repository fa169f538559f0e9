// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.Isupport;
import org.aioactors.samples.chat.irc.Limits;
import org.aioactors.samples.chat.irc.Names;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.limit.KLine;
import org.aioactors.samples.chat.limit.QuitReason;
import org.aioactors.samples.chat.loop.ClientEvent;
import org.aioactors.samples.chat.loop.LocalClient;
import org.aioactors.samples.chat.network.User;
import org.jspecify.annotations.Nullable;

/**
 * How a connection becomes a user: {@code NICK} and {@code USER} in whichever order, after {@code CAP END} if capabilities are
 * negotiated. Afterwards {@code NICK} goes on to change the nickname. One session's.
 */
final class Registration {
    private final Session session;
    private final Limits limits;
    private final CapabilityNegotiation capabilities;
    private final Login login;
    private @Nullable String nick;
    private @Nullable String username;
    private String realName = "";

    Registration(Session session) {
        this.session = session;
        this.limits = session.services().loop().limits();
        this.capabilities = new CapabilityNegotiation(session);
        this.login = new Login(session);
    }

    CapabilityNegotiation capabilities() {
        return capabilities;
    }

    Login login() {
        return login;
    }

    /** A server's password: there is none, so all are right. */
    void pass(IrcLine line) {
        if (session.client().isRegistered()) {
            session.reply(Numeric.ERR_ALREADYREGISTERED);
        }
    }

    void nick(IrcLine line) {
        String wish = line.param(0);
        if (wish.isEmpty()) {
            session.reply(Numeric.ERR_NONICKNAMEGIVEN);
        } else if (!Names.isNick(wish, limits.nick())) {
            session.reply(Numeric.ERR_ERRONEUSNICKNAME, wish);
        } else if (session.client().isRegistered()) {
            rename(wish);
        } else if (session.loop().byNick(wish) != null) {
            session.reply(Numeric.ERR_NICKNAMEINUSE, wish);
        } else {
            nick = wish;
            completeIfReady();
        }
    }

    private void rename(String wish) {
        if (!wish.equals(session.user().nick())) {
            session.change(session.user().withNick(wish), this::taken);
        }
    }

    private void taken(Object answer) {
        if (answer instanceof ClientEvent.NickTaken taken) {
            session.reply(Numeric.ERR_NICKNAMEINUSE, taken.nick());
        }
    }

    void user(IrcLine line) {
        if (session.client().isRegistered()) {
            session.reply(Numeric.ERR_ALREADYREGISTERED);
            return;
        }
        String name = Names.username(line.param(0), limits.user() - 1);
        if (line.param(0).isEmpty() || name.isEmpty()) {
            session.reply(Numeric.ERR_INVALIDUSERNAME);
            return;
        }
        username = name;
        realName = Names.cut(line.param(3).isEmpty() ? line.param(0) : line.param(3), limits.realName());
        completeIfReady();
    }

    /** Completes the registration, if nothing is missing any more. */
    void completeIfReady() {
        if (nick == null
                || username == null
                || capabilities.isUnderWay()
                || session.client().isRegistered()) {
            return;
        }
        login.abandon();
        LocalClient client = session.client();
        long nowMs = session.services().server().nowMs();
        if (!isShutOut(username)) {
            session.change(wanted(client, nick, username, nowMs), this::granted);
        }
    }

    /** Whether there is a K-line about the client, which is told to go then. */
    private boolean isShutOut(String name) {
        InetAddress address = session.client().address();
        long nowMs = session.services().server().nowMs();
        KLine line = session.services().klines().get().find(name, host(address), address, nowMs);
        if (line != null) {
            session.reply(Numeric.ERR_YOUREBANNEDCREEP);
            session.quit(QuitReason.kLined(line.reason()));
        }
        return line != null;
    }

    private User wanted(LocalClient client, String wanted, String name, long nowMs) {
        return new User(
                client.uid(),
                0,
                wanted,
                '~' + name,
                host(client.address()),
                realName,
                login.account(),
                null,
                Set.of(),
                session.isSecure(),
                session.services().loop().serverName(),
                nowMs);
    }

    /** As it can stand in a line: one that began with a colon would end it. */
    private static String host(InetAddress address) {
        String host = address.getHostAddress();
        int scope = host.indexOf('%');
        String plain = scope < 0 ? host : host.substring(0, scope);
        return plain.startsWith(":") ? '0' + plain : plain;
    }

    private void granted(Object answer) {
        if (answer instanceof ClientEvent.NickTaken) {
            taken(answer);
            nick = null;
            return;
        }
        LocalClient client = session.client();
        if (username != null && isShutOut(username)) {
            return; // by a K-line that was added while the nickname was asked for
        }
        client.clock().registered(System.nanoTime());
        client.active(session.services().server().nowMs());
        client.answer(welcome(session.user()));
        client.answer(
                session.queries().of("LUSERS").orElseThrow().answer(session.queryAsker(), IrcLine.parse("LUSERS")));
        client.answer(session.queries().motd());
    }

    private List<Reply> welcome(User user) {
        SessionServices services = session.services();
        String server = services.loop().serverName();
        String network = services.settings().get().identity().network();
        String version = services.server().version();
        List<Reply> replies = new ArrayList<>();
        replies.add(Reply.with(Numeric.RPL_WELCOME, "Welcome to the " + network + " Network, " + user.source()));
        replies.add(Reply.with(Numeric.RPL_YOURHOST, "Your host is " + server + ", running version " + version));
        replies.add(Reply.with(
                Numeric.RPL_CREATED,
                "This server was started "
                        + Instant.ofEpochMilli(services.server().startedMs())));
        replies.add(Reply.with(Numeric.RPL_MYINFO, server, version, "Biow", "CIRbehiklmnostv", "beIhklov"));
        replies.addAll(Isupport.replies(Isupport.tokens(network, limits)));
        return replies;
    }

    /** The nickname that the client wants or has, for messages before it is granted. */
    String wantedNick() {
        return nick == null ? "*" : nick;
    }
}
