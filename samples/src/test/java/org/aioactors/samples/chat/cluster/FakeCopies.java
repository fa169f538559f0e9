// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelView;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.aioactors.samples.chat.network.Uid;
import org.jspecify.annotations.Nullable;

/** The copies of a loop that has all users of one server, without lines. */
final class FakeCopies implements LoopCopies {
    private final long node;
    private final Map<String, ChannelView> views = new HashMap<>();

    /** All that came, in its order. */
    final List<ChannelEvent> taken = new ArrayList<>();

    /** Who is connected. */
    final Set<Uid> here = new HashSet<>();

    /** What can't be taken. */
    @Nullable ChannelEvent fault;

    FakeCopies(long node) {
        this.node = node;
    }

    @Override
    public void take(ChannelEvent event) {
        if (event.equals(fault)) {
            throw new IllegalStateException("a fault that a test wants");
        }
        taken.add(event);
        if (event instanceof ChannelEvent.Joined joined && joined.view() != null) {
            views.put(CaseMapping.fold(joined.channel()), joined.view());
        }
        ChannelView view = view(event.channel());
        if (view != null && event instanceof ChannelEvent.Happened happened) {
            view.apply(happened);
            dropIfLeft(view);
        }
    }

    private void dropIfLeft(ChannelView view) {
        if (members(view.name()).isEmpty()) {
            views.remove(CaseMapping.fold(view.name()));
        }
    }

    @Override
    public void replace(ChannelView whole) {
        views.put(CaseMapping.fold(whole.name()), whole);
        dropIfLeft(whole);
    }

    @Override
    public @Nullable ChannelView view(String channel) {
        return views.get(CaseMapping.fold(channel));
    }

    @Override
    public List<Uid> members(String channel) {
        return Objects.requireNonNull(view(channel)).members().stream()
                .map(member -> member.user().uid())
                .filter(uid -> uid.node() == node)
                .toList();
    }

    @Override
    public boolean isHere(Uid uid) {
        return here.contains(uid);
    }
}
