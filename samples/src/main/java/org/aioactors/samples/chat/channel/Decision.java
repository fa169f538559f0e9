// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import java.util.List;
import org.aioactors.samples.chat.channel.ChannelEvent.Happened;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a command.
 *
 * @param event what happened by it, or null if nothing did
 * @param replies for the one who asks
 */
public record Decision(@Nullable Happened event, List<Reply> replies) {
    /** Nothing happens, and there is nothing to say about it. */
    static final Decision NOTHING = new Decision(null, List.of());

    static Decision that(Happened event) {
        return new Decision(event, List.of());
    }

    /** Nothing happens, and a numeric with its usual text says why. */
    static Decision refused(Numeric numeric, String... parameters) {
        return new Decision(null, List.of(Reply.of(numeric, parameters)));
    }
}
