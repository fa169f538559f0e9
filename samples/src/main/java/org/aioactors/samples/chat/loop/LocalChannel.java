// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.loop;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.aioactors.samples.chat.channel.ChannelView;
import org.aioactors.samples.chat.channel.Rank;
import org.aioactors.samples.chat.irc.Capability;
import org.aioactors.samples.chat.irc.OutLine;
import org.aioactors.samples.chat.network.Uid;
import org.jspecify.annotations.Nullable;

/** A channel with members on this loop: a copy of what its authority knows, and those of its members who are here. */
final class LocalChannel {
    private ChannelView view;

    /** Those who are connected: who has gone is a member until the authority says otherwise, but no client. */
    private final List<LocalClient> clients = new ArrayList<>();

    /** Members who have come by way of this loop. */
    private final Set<Uid> members = new HashSet<>();

    LocalChannel(ChannelView view) {
        this.view = view;
    }

    ChannelView view() {
        return view;
    }

    /** Has missed what happened: this is the channel now. */
    void replace(ChannelView whole) {
        view = whole;
    }

    String name() {
        return view.name();
    }

    List<LocalClient> clients() {
        return clients;
    }

    /** Those who have come by way of this loop. */
    List<Uid> members() {
        return List.copyOf(members);
    }

    boolean has(Uid uid) {
        return members.contains(uid);
    }

    boolean has(LocalClient client) {
        return members.contains(client.uid());
    }

    /** Somebody has come by way of this loop; null if their connection is gone meanwhile. */
    void add(Uid uid, @Nullable LocalClient client) {
        members.add(uid);
        if (client != null && !client.isGone()) {
            clients.add(client);
            client.channels.add(this);
        }
    }

    /** Their connection is gone. */
    void disconnected(LocalClient client) {
        clients.remove(client);
        client.channels.remove(this);
    }

    /** They are no member any more; returns whether one of our clients is that. */
    boolean remove(Uid uid) {
        return members.remove(uid)
                && clients.removeIf(client -> {
                    boolean is = client.uid().equals(uid);
                    if (is) {
                        client.channels.remove(this);
                    }
                    return is;
                });
    }

    /** Whether no member is left on this loop: then its authority tells it nothing any more. */
    boolean isEmpty() {
        return members.isEmpty();
    }

    /** Writes a line to all. */
    void deliver(OutLine line) {
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).deliver(line);
        }
    }

    /** The same, to those who have a capability, or to those who have it not. */
    void deliver(OutLine line, Capability capability, boolean has) {
        for (int i = 0; i < clients.size(); i++) {
            LocalClient client = clients.get(i);
            if (client.can(capability) == has) {
                client.deliver(line);
            }
        }
    }

    /** The same, to all but one, who must have that rank at least and that capability, if any; returns how many that are. */
    int deliverSaid(OutLine line, @Nullable LocalClient speaker, @Nullable Rank rank, @Nullable Capability needed) {
        int receivers = 0;
        for (int i = 0; i < clients.size(); i++) {
            LocalClient client = clients.get(i);
            if (client != speaker
                    && (needed == null || client.can(needed))
                    && (rank == null || view.atLeast(client.uid(), rank))) {
                client.deliver(line);
                receivers++;
            }
        }
        return receivers;
    }
}
