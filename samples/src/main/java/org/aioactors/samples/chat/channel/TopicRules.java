// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import org.aioactors.samples.chat.channel.ChannelCommand.Topic;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.network.User;

/** Who sees the topic of a channel, and who sets it. */
final class TopicRules {
    private TopicRules() {}

    static Decision decide(ChannelView channel, Topic command, long nowMs) {
        User by = command.by().user();
        Member member = channel.member(by.uid());
        if (member == null && channel.modes().has(ChannelFlag.SECRET)) {
            // As if there were no such channel (RFC 2811 section 4.2.6).
            return Decision.refused(Numeric.ERR_NOSUCHCHANNEL, command.channel());
        }
        String topic = command.topic();
        if (topic == null) {
            return new Decision(null, channel.topicReplies());
        }
        if (member == null) {
            return Decision.refused(Numeric.ERR_NOTONCHANNEL, channel.name());
        }
        if (channel.modes().has(ChannelFlag.TOPIC_LOCK) && !member.atLeast(Rank.HALFOP)) {
            return Decision.refused(Numeric.ERR_CHANOPRIVSNEEDED, channel.name());
        }
        if (topic.equals(channel.topic())) {
            return Decision.NOTHING;
        }
        return Decision.that(
                new ChannelEvent.TopicSet(channel.name(), command.by().request(), by.uid(), topic, by.source(), nowMs));
    }
}
