// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.aioactors.samples.chat.account.AccountAnswer;
import org.aioactors.samples.chat.account.Accounts;
import org.aioactors.samples.chat.account.Credentials;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.Names;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.limit.KLine;
import org.aioactors.samples.chat.limit.KLines;
import org.aioactors.samples.chat.loop.ToLoop;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.network.UserMode;
import org.aioactors.samples.chat.network.UserTable.Known;
import org.aioactors.samples.chat.ops.ChatSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators of the server do, and how one becomes one. */
final class OperCommands {
    private static final Logger LOG = LoggerFactory.getLogger("chat");
    private static final long MS_A_MINUTE = 60_000;
    private static final int MAX_LOGGED_BYTES = 40;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]*");

    private OperCommands() {}

    static void oper(Session session, IrcLine line) {
        ChatSettings.Oper oper = session.services().settings().get().opers().stream()
                .filter(each -> each.name().equals(line.param(0)))
                .findFirst()
                .orElse(null);
        User user = session.user();
        if (oper == null || !oper.mayFrom(user.username().replaceFirst("^~", "") + '@' + user.host())) {
            LOG.warn("{} can't become operator '{}'", user.source(), printable(line.param(0)));
            session.reply(Numeric.ERR_NOOPERHOST);
            return;
        }
        long request = session.ask(answer -> {
            if (answer instanceof AccountAnswer.LoggedIn) {
                LOG.info("{} is operator '{}' now", user.source(), oper.name());
                session.reply(Numeric.RPL_YOUREOPER);
                Set<UserMode> modes = EnumSet.of(UserMode.OPERATOR, UserMode.WALLOPS);
                modes.addAll(user.modes());
                ModeCommand.change(session, modes);
            } else {
                LOG.warn("{} has a wrong password for operator '{}'", user.source(), oper.name());
                session.reply(Numeric.ERR_PASSWDMISMATCH);
            }
        });
        session.services()
                .accounts()
                .tell(new Accounts.LogIn(
                        session.registration().login().asker(request),
                        new Credentials.Known(oper.name(), oper.password(), line.param(1))));
    }

    private static boolean isOperator(Session session) {
        boolean is = session.user().has(UserMode.OPERATOR);
        if (!is) {
            session.reply(Numeric.ERR_NOPRIVILEGES);
        }
        return is;
    }

    static void kill(Session session, IrcLine line) {
        if (!isOperator(session)) {
            return;
        }
        if (isServer(session, line.param(0))) {
            session.reply(Numeric.ERR_CANTKILLSERVER);
            return;
        }
        Known known = session.services().loop().users().byNick(line.param(0));
        if (known == null) {
            session.reply(Numeric.ERR_NOSUCHNICK, line.param(0));
            return;
        }
        String by = session.user().nick();
        String why = line.param(1).isEmpty() ? "no reason" : cut(session, line.param(1));
        LOG.info("{} is killed by {}: {}", known.user().source(), by, why);
        known.loop().tell(new ToLoop.Kill(known.user().uid(), "Killed (" + by + " (" + why + "))"));
    }

    /** {@code CHGHOST nick host}: what is shown of where a user comes from is another. */
    static void changeHost(Session session, IrcLine line) {
        if (!isOperator(session)) {
            return;
        }
        Known known = session.services().loop().users().byNick(line.param(0));
        String host = line.param(1);
        if (known == null) {
            session.reply(Numeric.ERR_NOSUCHNICK, line.param(0));
        } else if (!HOST.matcher(host).matches()
                || host.length() > session.services().loop().limits().host()) {
            session.notice(printable(host) + " can't be a host");
        } else {
            LOG.info(
                    "{} is given the host {} by {}",
                    known.user().source(),
                    host,
                    session.user().nick());
            known.loop().tell(new ToLoop.ChangeHost(known.user().uid(), host));
            session.notice(known.user().nick() + " has the host " + host);
        }
    }

    private static boolean isServer(Session session, String name) {
        return session.services().server().servers().stream()
                .anyMatch(server -> server.name().equalsIgnoreCase(name));
    }

    static void wallops(Session session, IrcLine line) {
        if (isOperator(session)) {
            session.services().operations().wallops(session.user().source(), line.param(0));
        }
    }

    static void rehash(Session session, IrcLine line) {
        if (isOperator(session)) {
            session.reply(Numeric.RPL_REHASHING, "application.conf");
            session.services().operations().rehash(session.user().nick());
        }
    }

    static void die(Session session, IrcLine line) {
        if (isOperator(session)) {
            session.services().operations().die(session.user().nick());
        }
    }

    /** {@code KLINE [minutes] mask [:reason]}: for ever without a number. */
    static void kline(Session session, IrcLine line) {
        if (!isOperator(session)) {
            return;
        }
        boolean timed = line.param(0).matches("\\d{1,7}");
        int at = timed ? 1 : 0;
        if (line.param(at).isEmpty()) {
            session.reply(Numeric.ERR_NEEDMOREPARAMS, line.command());
            return;
        }
        long nowMs = session.services().server().nowMs();
        long endMs = timed ? nowMs + Long.parseLong(line.param(0)) * MS_A_MINUTE : 0;
        KLine kline;
        try {
            kline = new KLine(line.param(at), nowMs, endMs, session.user().nick(), cut(session, line.param(at + 1)));
        } catch (IllegalArgumentException e) {
            session.notice(String.valueOf(e.getMessage()));
            return;
        }
        LOG.info("{} K-lines {}: {}", session.user().source(), kline.mask(), kline.reason());
        session.services()
                .klineFile()
                .tell(new KLines.Add(kline, session.deferred(answer -> kept(session, answer, kline.mask(), "Added"))));
    }

    static void unkline(Session session, IrcLine line) {
        if (isOperator(session)) {
            String mask = line.param(0);
            LOG.info("{} removes the K-line {}", session.user().source(), mask);
            session.services()
                    .klineFile()
                    .tell(new KLines.Remove(mask, session.deferred(answer -> kept(session, answer, mask, "Removed"))));
        }
    }

    private static void kept(Session session, Object answer, String mask, String what) {
        if (answer instanceof KLines.Failed failed) {
            session.notice(failed.reason());
        } else if (answer instanceof KLines.Kept kept) {
            session.notice(kept.changed() ? what + " K-line " + mask : "There is no K-line " + mask);
        }
    }

    /** As it can stand in a log. */
    private static String printable(String name) {
        return Names.cut(name, MAX_LOGGED_BYTES).replaceAll("\\p{Cntrl}", "?");
    }

    private static String cut(Session session, String reason) {
        return Names.cut(reason, session.services().loop().limits().reason());
    }
}
