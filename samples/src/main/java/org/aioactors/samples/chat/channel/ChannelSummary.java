// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

/**
 * A channel as {@code LIST} has it.
 *
 * @param members how many are on it
 * @param topic empty if there is none
 * @param topicMs when it was set, in milliseconds since the epoch; 0 if there is none
 * @param createdMs when its first member came
 * @param secret whether it is for the eyes of its members alone
 */
public record ChannelSummary(String name, int members, String topic, long topicMs, long createdMs, boolean secret) {
    /** That of a channel as it is now. */
    public static ChannelSummary of(ChannelView channel) {
        return new ChannelSummary(
                channel.name(),
                channel.size(),
                channel.topic(),
                channel.topicMs(),
                channel.createdMs(),
                channel.modes().has(ChannelFlag.SECRET));
    }
}
