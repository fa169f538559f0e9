// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import java.util.List;
import org.aioactors.samples.chat.irc.ModeChange;
import org.aioactors.samples.chat.network.User;

/**
 * A {@link ChannelView} as a value, for another thread or another server.
 *
 * @param modes what has to be set for the channel to have its modes
 */
public record ChannelSnapshot(
        String name,
        long createdMs,
        String topic,
        String topicBy,
        long topicMs,
        List<SetMode> modes,
        List<OnIt> members) {
    /** Copies the lists. */
    public ChannelSnapshot {
        modes = List.copyOf(modes);
        members = List.copyOf(members);
    }

    /** A mode of the channel, and who set it when, as far as that is known. */
    public record SetMode(ModeChange change, String by, long timeMs) {}

    /** A member, in the order in which they came. */
    public record OnIt(User user, String prefixes) {}
}
