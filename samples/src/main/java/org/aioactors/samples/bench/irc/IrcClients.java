// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.aioactors.samples.bench.tcp.LoadThread;

/** Connects the clients of a case. The main thread's, before those of the load are started; blocks. */
final class IrcClients {
    /** How many register at the same time: some servers welcome only once a second. */
    private static final int BATCH = 1000;

    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private IrcClients() {}

    static void connect(IrcCase shape, int port, List<LoadThread> threads) throws IOException {
        List<IrcHandshake> clients = registered(shape.clients(), port);
        int group = Math.max(1, shape.channelSize());
        for (int index = 0; index < threads.size(); index++) {
            List<IrcChannel> channels = new ArrayList<>();
            for (int number = index; number < clients.size() / group; number += threads.size()) {
                List<IrcHandshake> members = clients.subList(number * group, (number + 1) * group);
                String name = String.format(Locale.ROOT, "#r%05d", number);
                switch (shape.kind()) {
                    case FAN_OUT, PACED -> channels.add(channel(shape, name, members, threads.get(index)));
                    case JOINS -> join(name, members, threads.get(index));
                    case IDLE -> idle(shape, name, members, threads.get(index));
                }
            }
            if (shape.isPaced() && !channels.isEmpty()) {
                double perSecond = (double) shape.perSecond() * channels.size() * group / shape.clients();
                threads.get(index).pace(new ChannelPace(threads.get(index), channels, perSecond));
            }
        }
    }

    private static IrcChannel channel(IrcCase shape, String name, List<IrcHandshake> members, LoadThread thread)
            throws IOException {
        long periodNs = shape.isPaced() ? SECOND_NS * shape.clients() / shape.perSecond() : 0;
        IrcChannel channel = new IrcChannel(thread, members.get(0).number(), members.size(), periodNs);
        for (IrcHandshake member : members) {
            member.join(name);
            new ChannelMember(thread, member, channel, name);
        }
        return channel;
    }

    private static void join(String name, List<IrcHandshake> members, LoadThread thread) throws IOException {
        for (IrcHandshake member : members) {
            new JoiningClient(thread, member, name, members.get(0).number(), members.size());
        }
    }

    private static void idle(IrcCase shape, String name, List<IrcHandshake> members, LoadThread thread)
            throws IOException {
        for (IrcHandshake member : members) {
            if (shape.channelSize() > 0) {
                member.join(name);
            }
            new IdleClient(thread, member);
        }
    }

    private static List<IrcHandshake> registered(int clients, int port) throws IOException {
        List<IrcHandshake> all = new ArrayList<>();
        while (all.size() < clients) {
            int begun = all.size();
            for (int number = begun; number < Math.min(clients, begun + BATCH); number++) {
                all.add(IrcHandshake.begin(port, number));
            }
            for (IrcHandshake client : all.subList(begun, all.size())) {
                client.awaitWelcome();
            }
        }
        return all;
    }
}
