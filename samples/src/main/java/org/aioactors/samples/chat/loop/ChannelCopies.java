// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.loop;

import java.util.List;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelView;
import org.aioactors.samples.chat.cluster.LoopCopies;
import org.aioactors.samples.chat.network.Uid;
import org.jspecify.annotations.Nullable;

/** The copies of channels of one loop, as those see them who have news of them. */
final class ChannelCopies implements LoopCopies {
    private final LoopClients loop;
    private final ChannelNews news;
    private final ChannelAnswers answers;
    private final WholeCopy wholeCopy;

    ChannelCopies(LoopClients loop) {
        this.loop = loop;
        this.news = new ChannelNews(loop);
        this.answers = new ChannelAnswers(loop);
        this.wholeCopy = new WholeCopy(loop, news);
    }

    @Override
    public void take(ChannelEvent event) {
        if (event instanceof ChannelEvent.Happened happened) {
            news.happened(happened);
        } else {
            answers.take(event);
        }
    }

    @Override
    public void replace(ChannelView whole) {
        wholeCopy.replace(whole);
    }

    @Override
    public @Nullable ChannelView view(String channel) {
        return loop.view(channel);
    }

    @Override
    public List<Uid> members(String channel) {
        LocalChannel local = loop.channel(channel);
        return local == null ? List.of() : local.members();
    }

    @Override
    public boolean isHere(Uid uid) {
        LocalClient client = loop.client(uid);
        return client != null && !client.isGone();
    }
}
