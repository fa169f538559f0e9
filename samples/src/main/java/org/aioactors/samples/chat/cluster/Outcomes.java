// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import java.util.List;
import org.aioactors.samples.chat.channel.Asker;
import org.aioactors.samples.chat.channel.ChannelCommand;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a loop's clients what comes of their commands. A fault on the way to them costs what met it, and is logged: what comes
 * behind it, and what authorities have to know, goes on.
 */
final class Outcomes {
    private static final Logger LOG = LoggerFactory.getLogger("chat");

    private final LoopCopies copies;

    Outcomes(LoopCopies copies) {
        this.copies = copies;
    }

    /** Whether somebody waits for the answer to a command, also when its effect is here. */
    static boolean isAwaited(ChannelCommand command) {
        return command instanceof ChannelCommand.ByUser byUser && byUser.by().request() != 0;
    }

    void take(ChannelEvent event) {
        guard(() -> copies.take(event), event);
    }

    /** Does something for clients. */
    void guard(Runnable action, Object about) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("A loop could not take {}", about, e);
        }
    }

    /** A command has ended, and whoever waits for it is told no more. */
    void end(ChannelCommand command) {
        end(command, List.of());
    }

    private void end(ChannelCommand command, List<Reply> replies) {
        if (!(command instanceof ChannelCommand.ByUser byUser)) {
            return;
        }
        Asker by = byUser.by();
        if (by.request() != 0 || !replies.isEmpty()) {
            take(new ChannelEvent.Answered(
                    command.channel(), by.request(), by.user().uid(), replies));
        }
    }

    /** A command is answered; nobody waits for it behind that, whatever the answer is. */
    void answer(ChannelCommand command, List<ChannelEvent> answers) {
        boolean ended = false;
        for (ChannelEvent answer : answers) {
            take(answer);
            ended |= answer instanceof ChannelEvent.Answered;
        }
        if (!ended) {
            end(command);
        }
    }

    /** Nobody knows what came of a command, or there is no authority for it. A notice is never answered. */
    void unavailable(ChannelCommand command) {
        if (!(command instanceof ChannelCommand.Say say)) {
            end(command, List.of(Reply.of(Numeric.ERR_UNAVAILRESOURCE, command.channel())));
        } else if (say.command().equals("PRIVMSG")) {
            end(command, List.of(Reply.of(Numeric.ERR_CANNOTSENDTOCHAN, command.channel())));
        } else {
            end(command);
        }
    }
}
