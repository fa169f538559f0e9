// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.loop;

import java.util.List;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.query.Users.Place;

/** What authorities answer to clients of a loop. */
final class ChannelAnswers {
    private final LoopClients loop;

    ChannelAnswers(LoopClients loop) {
        this.loop = loop;
    }

    void take(ChannelEvent event) {
        LocalClient client = loop.client(event.asker());
        if (client == null) {
            return; // has gone meanwhile
        }
        long request = event.request();
        if (event instanceof ChannelEvent.Answered answered) {
            answered(client, answered);
        } else if (event instanceof ChannelEvent.MembersSeen seen) {
            List<Place> members = seen.members().stream()
                    .map(member -> new Place(seen.channel(), member.user(), member.prefixes()))
                    .toList();
            client.session().tell(new ClientEvent.Members(request, seen.channel(), members));
        } else if (event instanceof ChannelEvent.ChannelsListed listed) {
            client.session().tell(new ClientEvent.Listed(request, listed.channels()));
        }
    }

    /** The session has its end also if what it is answered can't be written: it looks at no other line until then. */
    private void answered(LocalClient client, ChannelEvent.Answered answered) {
        long request = answered.request();
        try {
            if (request != 0) {
                loop.answered(client, answered.channel()); // not by an error that nobody waits for
            }
            answered.replies().forEach(reply -> client.answer(request, reply));
        } finally {
            if (request != 0) {
                client.session().tell(new ClientEvent.Done(request));
            }
        }
    }
}
