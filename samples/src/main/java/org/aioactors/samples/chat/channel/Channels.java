// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

/** The way to the authority of each channel, wherever it is. Any thread; nothing blocks. */
public interface Channels {
    /**
     * Tells a channel's authority. Commands that one thread tells for one channel arrive in that order. Each {@link
     * ChannelCommand.ByUser} is answered to the loop of its asker.
     */
    void tell(ChannelCommand command);

    /** Asks for all channels; answered by {@link ChannelEvent.ChannelsListed}. */
    void list(Asker by);
}
