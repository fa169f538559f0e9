// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.aioactors.samples.chat.history.Conversation;
import org.aioactors.samples.chat.history.History;
import org.aioactors.samples.chat.history.HistoryEntry;
import org.aioactors.samples.chat.history.HistoryRequest;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.Names;
import org.aioactors.samples.chat.irc.OutLine;
import org.aioactors.samples.chat.irc.ServerTime;
import org.aioactors.samples.chat.network.User;
import org.jspecify.annotations.Nullable;

/** {@code CHATHISTORY} (IRCv3 draft/chathistory). */
final class HistoryCommand {
    private static final String BATCH = "history";
    private static final String COMMAND = "CHATHISTORY";

    private HistoryCommand() {}

    static void run(Session session, IrcLine line) {
        int most = session.services().loop().limits().history();
        HistoryRequest request = HistoryRequest.parse(line.params(), most);
        if (request instanceof HistoryRequest.Wrong wrong) {
            session.fail(COMMAND, wrong.code(), wrong.context(), wrong.text());
        } else if (request instanceof HistoryRequest.Targets targets) {
            askTargets(session, targets);
        } else if (request instanceof HistoryRequest.Messages messages) {
            ask(session, messages);
        }
    }

    private static void ask(Session session, HistoryRequest.Messages wish) {
        String conversation = conversation(session, wish.target());
        if (conversation == null) {
            List<String> about = List.of(wish.subcommand(), wish.target());
            session.fail(COMMAND, "INVALID_TARGET", about, "Messages could not be retrieved");
            return;
        }
        long request = session.ask(answer -> {
            if (answer instanceof History.Messages messages) {
                tell(session, wish.target(), messages.entries());
            } else if (answer instanceof History.Failed failed) {
                List<String> about = List.of(wish.subcommand(), wish.target());
                session.fail(COMMAND, "MESSAGE_ERROR", about, failed.reason());
            }
        });
        session.services()
                .history()
                .tell(new History.Ask(conversation, wish.selection(), wish.limit(), request, session.self()));
    }

    /** A channel that the client is on, or its talk with another account; null if there is no such, or it is not theirs. */
    private static @Nullable String conversation(Session session, String target) {
        if (Names.looksLikeChannel(target)) {
            return session.client().isOn(target) ? Conversation.ofChannel(CaseMapping.fold(target)) : null;
        }
        User other = session.loop().byNick(target);
        String mine = session.user().account();
        String theirs = other == null ? null : other.account();
        return mine == null || theirs == null
                ? null
                : Conversation.ofAccounts(CaseMapping.fold(mine), CaseMapping.fold(theirs));
    }

    private static void tell(Session session, String target, List<HistoryEntry> entries) {
        session.client().answer(session.client().serverLine("BATCH", '+' + BATCH, "chathistory", target));
        for (HistoryEntry entry : entries) {
            session.client()
                    .answer(OutLine.of(entry.source(), entry.command(), List.of(entry.target(), entry.text()))
                            .batch(BATCH)
                            .time(entry.timeMs())
                            .msgid(entry.msgid())
                            .account(entry.account())
                            .clientTags(entry.tags()));
        }
        endBatch(session);
    }

    private static void endBatch(Session session) {
        session.client().answer(session.client().serverLine("BATCH", '-' + BATCH));
    }

    private static void askTargets(Session session, HistoryRequest.Targets wish) {
        Set<String> channels = new HashSet<>();
        session.client().channelNames().forEach(name -> channels.add(CaseMapping.fold(name)));
        String account = session.user().account();
        long request = session.ask(answer -> {
            if (answer instanceof History.Targets targets) {
                tellTargets(session, targets.targets());
            }
        });
        session.services()
                .history()
                .tell(new History.AskTargets(
                        channels,
                        account == null ? null : CaseMapping.fold(account),
                        wish.fromMs(),
                        wish.toMs(),
                        wish.limit(),
                        request,
                        session.self()));
    }

    private static void tellTargets(Session session, List<History.Target> targets) {
        session.client().answer(session.client().serverLine("BATCH", '+' + BATCH, "draft/chathistory-targets"));
        for (History.Target target : targets) {
            String time = "timestamp=" + ServerTime.format(target.latestMs());
            session.client()
                    .answer(session.client()
                            .serverLine(COMMAND, "TARGETS", target.name(), time)
                            .batch(BATCH));
        }
        endBatch(session);
    }
}
