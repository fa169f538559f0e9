// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import java.util.Arrays;
import java.util.List;
import org.aioactors.samples.chat.channel.ChannelSnapshot;
import org.aioactors.samples.chat.channel.TestUsers;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;

/** Users and channels of a network, for tests. */
public final class NetworkUsers {
    private NetworkUsers() {}

    /** {@code nick!~nick@nick.example} on the server {@code irc<node>.example}. */
    public static User user(long node, long number, String nick) {
        return TestUsers.onServer("irc" + node + ".example", new Uid(node, number), nick);
    }

    /** A channel without modes or topic. */
    public static ChannelSnapshot channel(String name, User... members) {
        List<ChannelSnapshot.OnIt> on = Arrays.stream(members)
                .map(user -> new ChannelSnapshot.OnIt(user, ""))
                .toList();
        return new ChannelSnapshot(name, 0, "", "", 0, List.of(), on);
    }
}
