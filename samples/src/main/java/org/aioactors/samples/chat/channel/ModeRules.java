// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.aioactors.samples.chat.channel.ChannelCommand.Mode;
import org.aioactors.samples.chat.channel.ChannelEvent.AppliedMode;
import org.aioactors.samples.chat.irc.Limits;
import org.aioactors.samples.chat.irc.Mask;
import org.aioactors.samples.chat.irc.ModeChange;
import org.aioactors.samples.chat.irc.ModeParser;
import org.aioactors.samples.chat.irc.Names;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.User;
import org.jspecify.annotations.Nullable;

/**
 * What one {@code MODE} of somebody does to a channel, one letter after the other: each sees what those before it did, and is
 * done or refused by itself. Made for one command.
 */
final class ModeRules {
    private final ChannelView channel;
    private final Limits limits;
    private final Mode command;
    private final User by;
    private final long nowMs;

    private final List<AppliedMode> applied = new ArrayList<>();

    /** Each once: one line may have hundreds of unknown letters. */
    private final Set<Reply> replies = new LinkedHashSet<>();

    private final Set<MaskList> shown = EnumSet.noneOf(MaskList.class);
    private int parameters;

    ModeRules(ChannelView channel, Limits limits, Mode command, long nowMs) {
        this.channel = channel;
        this.limits = limits;
        this.command = command;
        this.by = command.by().user();
        this.nowMs = nowMs;
    }

    /** Decides, and has done what comes of it: the event is not to be applied again. */
    Decision apply() {
        if (command.changes().isEmpty()) {
            return modes();
        }
        for (Mode.Wish wish : command.changes()) {
            carryOut(wish.change(), wish.member());
        }
        ChannelEvent.ModesSet event = applied.isEmpty()
                ? null
                : new ChannelEvent.ModesSet(
                        channel.name(), command.by().request(), by.uid(), by.source(), List.copyOf(applied), nowMs);
        return new Decision(event, List.copyOf(replies));
    }

    private Decision modes() {
        List<String> modes = new ArrayList<>();
        modes.add(channel.name());
        modes.addAll(channel.modes().parameters(channel.atLeast(by.uid(), null)));
        String created = String.valueOf(channel.createdMs() / 1000);
        return new Decision(
                null,
                List.of(
                        new Reply(Numeric.RPL_CHANNELMODEIS, modes),
                        Reply.with(Numeric.RPL_CREATIONTIME, channel.name(), created)));
    }

    private void carryOut(ModeChange change, @Nullable User target) {
        char mode = change.mode();
        MaskList list = MaskList.ofMode(mode);
        Rank rank = Rank.ofMode(mode);
        if (list != null && isMissing(change)) {
            show(list);
        } else if (!ModeParser.isKnown(mode)) {
            String text = Numeric.ERR_UNKNOWNMODE.text() + " for " + channel.name();
            replies.add(Reply.with(Numeric.ERR_UNKNOWNMODE, String.valueOf(mode), text));
        } else if (!mayChange(change, target)) {
            refuse();
        } else if (change.parameter() == null || ++parameters <= limits.modes()) {
            if (rank != null) {
                changeMember(rank, change, target);
            } else if (list != null) {
                changeList(list, change);
            } else {
                changeChannel(change);
            }
        }
    }

    /** A half-operator decides on all but operators and half-operators, and may stop being one. */
    private boolean mayChange(ModeChange change, @Nullable User target) {
        boolean own = !change.add() && target != null && target.uid().equals(by.uid());
        boolean ofHigher = change.mode() == 'o' || (change.mode() == 'h' && !own);
        return channel.atLeast(by.uid(), ofHigher ? Rank.OPERATOR : Rank.HALFOP);
    }

    private void refuse() {
        replies.add(Reply.of(Numeric.ERR_CHANOPRIVSNEEDED, channel.name()));
    }

    /** Everybody may see the bans; who is excepted is for those who decide on it. */
    private void show(MaskList list) {
        if (list != MaskList.BAN && !channel.atLeast(by.uid(), Rank.HALFOP)) {
            refuse();
        } else if (shown.add(list)) {
            for (MaskList.Entry entry : channel.modes().list(list)) {
                String time = String.valueOf(entry.timeMs() / 1000);
                replies.add(Reply.with(list.item(), channel.name(), entry.mask().text(), entry.by(), time));
            }
            replies.add(Reply.of(list.end(), channel.name()));
        }
    }

    private void changeMember(Rank rank, ModeChange change, @Nullable User target) {
        if (isMissing(change)) {
            needsParameter();
            return;
        }
        if (target == null) {
            replies.add(Reply.of(Numeric.ERR_NOSUCHNICK, String.valueOf(change.parameter())));
            return;
        }
        Member member = channel.member(target.uid());
        if (member == null) {
            replies.add(Reply.of(Numeric.ERR_USERNOTINCHANNEL, target.nick(), channel.name()));
        } else if (member.is(rank) != change.add()) {
            done(new AppliedMode(new ModeChange(change.add(), change.mode(), target.nick()), target.uid()));
        }
    }

    private void changeList(MaskList list, ModeChange change) {
        Mask mask = Mask.parse(String.valueOf(change.parameter()));
        int longest = limits.nick() + limits.user() + limits.host() + 2;
        if (mask.text().getBytes(StandardCharsets.UTF_8).length > longest) { // or the list's line would be cut
            invalid(change, "A mask has at most " + longest + " bytes");
            return;
        }
        ModeChange whole = new ModeChange(
                change.add(), change.mode(), channel.modes().spelled(list, mask).text());
        if (!channel.modes().wouldChange(whole)) {
            return;
        }
        if (change.add() && listEntries() >= limits.listEntries()) {
            replies.add(Reply.of(Numeric.ERR_BANLISTFULL, channel.name(), String.valueOf(list.mode())));
            return;
        }
        done(new AppliedMode(whole, null));
    }

    private int listEntries() {
        int entries = 0;
        for (MaskList list : MaskList.values()) {
            entries += channel.modes().size(list);
        }
        return entries;
    }

    private void changeChannel(ModeChange change) {
        ModeChange whole = change;
        if (change.mode() == 'k') {
            whole = key(change);
        } else if (change.mode() == 'l') {
            whole = limit(change);
        }
        if (whole != null && channel.modes().wouldChange(whole)) {
            done(new AppliedMode(whole, null));
        }
    }

    private @Nullable ModeChange key(ModeChange change) {
        if (!change.add()) {
            // Clients expect a parameter here, and who does not know the key need not learn it now.
            return new ModeChange(false, 'k', "*");
        }
        if (isMissing(change)) {
            needsParameter();
        } else if (Names.isKey(String.valueOf(change.parameter()), limits.key())) {
            return change;
        } else {
            invalid(
                    change,
                    "A key has at most " + limits.key() + " letters and signs, no comma, and no colon in front");
        }
        return null;
    }

    private @Nullable ModeChange limit(ModeChange change) {
        if (!change.add()) {
            return new ModeChange(false, 'l', null);
        }
        if (isMissing(change)) {
            needsParameter();
            return null;
        }
        String number = String.valueOf(change.parameter());
        if (number.matches("0*[1-9][0-9]{0,8}")) {
            return new ModeChange(true, 'l', String.valueOf(Integer.parseInt(number)));
        }
        invalid(change, "A limit is a number from 1 to 999999999");
        return null;
    }

    private void done(AppliedMode change) {
        channel.apply(change, by.source(), nowMs);
        applied.add(change);
    }

    private static boolean isMissing(ModeChange change) {
        return change.parameter() == null || change.parameter().isEmpty();
    }

    private void needsParameter() {
        replies.add(Reply.of(Numeric.ERR_NEEDMOREPARAMS, "MODE"));
    }

    private void invalid(ModeChange change, String why) {
        replies.add(Reply.with(
                Numeric.ERR_INVALIDMODEPARAM,
                channel.name(),
                String.valueOf(change.mode()),
                String.valueOf(change.parameter()),
                why));
    }
}
