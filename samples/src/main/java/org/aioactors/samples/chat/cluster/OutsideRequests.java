// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.aioactors.samples.chat.channel.ChannelCommand;
import org.jspecify.annotations.Nullable;

/**
 * Commands of a loop for channels that it has no copy of, until they are answered. They are told again, except what is said, which
 * would be said twice; what somebody without a member on their loop wants otherwise is a {@code JOIN}, a question, or refused.
 * For one thread; times are those of a clock that only goes on.
 */
final class OutsideRequests {
    static final long AGAIN_NS = TimeUnit.SECONDS.toNanos(3);

    /** Nobody waits longer. */
    static final long END_NS = TimeUnit.SECONDS.toNanos(20);

    private record Key(String channel, long number) {}

    private static final class Request {
        final ChannelCommand command;
        final long sinceNs;
        long toldNs;

        Request(ChannelCommand command, long nowNs) {
            this.command = command;
            this.sinceNs = nowNs;
            this.toldNs = nowNs;
        }
    }

    private final LoopSite site;

    /** The oldest first. */
    private final Map<Key, Request> requests = new LinkedHashMap<>();

    OutsideRequests(LoopSite site) {
        this.site = site;
    }

    int size() {
        return requests.size();
    }

    /** Tells a command, with a number that no other for the channel has had. */
    void tell(String channel, long number, ChannelCommand command, long nowNs) {
        add(channel, number, command, nowNs);
        send(channel, number, command);
    }

    private void add(String channel, long number, ChannelCommand command, long nowNs) {
        requests.put(new Key(channel, number), new Request(command, nowNs));
    }

    /** Those that were told by a copy which has ended. Of a channel that nobody here is on, what a user is does not matter. */
    void add(String channel, LoopEnd.Batch<ChannelCommand> batch, long nowNs) {
        long number = batch.first();
        for (ChannelCommand command : batch.commands()) {
            if (!(command instanceof ChannelCommand.Changed)) {
                add(channel, number, command, nowNs);
            }
            number++;
        }
    }

    boolean has(String channel, long number) {
        return requests.containsKey(new Key(channel, number));
    }

    /** One has an answer, or its effect is here: returns it. Null if there is no such. */
    @Nullable ChannelCommand remove(String channel, long number) {
        Request request = requests.remove(new Key(channel, number));
        return request == null ? null : request.command;
    }

    /** Tells again what is due, and returns those that nobody has answered: they have ended. */
    List<ChannelCommand> look(long nowNs) {
        List<ChannelCommand> ended = new ArrayList<>();
        Iterator<Map.Entry<Key, Request>> entries = requests.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Key, Request> entry = entries.next();
            Request request = entry.getValue();
            if (nowNs - request.sinceNs >= END_NS) {
                entries.remove();
                ended.add(request.command);
            } else if (nowNs - request.toldNs >= AGAIN_NS && !(request.command instanceof ChannelCommand.Say)) {
                request.toldNs = nowNs;
                send(entry.getKey().channel(), entry.getKey().number(), request.command);
            }
        }
        return ended;
    }

    private void send(String channel, long number, ChannelCommand command) {
        site.region().tell(new ToChannel.FromOutside(channel, site.hub(), site.node(), number, command));
    }
}
