// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import java.util.List;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelView;
import org.aioactors.samples.chat.network.Uid;
import org.jspecify.annotations.Nullable;

/** A loop's copies of the channels that it has members on, and its clients. For the loop alone. */
public interface LoopCopies {
    /** What happens is true in the copy from now on, and clients are told; or it is the answer to one of them. */
    void take(ChannelEvent event);

    /** The copy is another: clients are told what has come of it. It is there already. */
    void replace(ChannelView whole);

    /** The copy of a channel, in any case; null if no member is on the loop. */
    @Nullable ChannelView view(String channel);

    /** The members of a channel that are on this loop. */
    List<Uid> members(String channel);

    /** Whether a user is connected to this loop. */
    boolean isHere(Uid uid);
}
