// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.dispatcher.LoopMetrics;
import org.aioactors.samples.chat.irc.Isupport;
import org.aioactors.samples.chat.irc.Mask;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.limit.KLineList;
import org.aioactors.samples.chat.network.Servers;
import org.aioactors.samples.chat.network.UserMode;
import org.aioactors.samples.chat.network.UserTable;
import org.aioactors.samples.chat.network.UserTable.Known;
import org.aioactors.samples.chat.ops.ChatSettings;
import org.aioactors.samples.chat.query.ServerInfo;
import org.aioactors.samples.chat.session.CommandCounts;

/**
 * What the server tells of itself. Any thread.
 *
 * @param node its incarnation
 * @param network all servers, this one included
 * @param channels how many there are whose authorities are here
 * @param loops those that clients live on
 * @param registering how many connections are not users yet
 */
record ServerFacts(
        long node,
        Supplier<ChatSettings> settings,
        Supplier<KLineList> klineList,
        Servers network,
        UserTable users,
        IntSupplier channels,
        List<AioLoop> loops,
        CommandCounts uses,
        InstantSource clock,
        long startedMs,
        IntSupplier registering)
        implements ServerInfo {
    private static final String VERSION = "aio-chat-0.2";

    @Override
    public Server self() {
        ChatSettings.Identity identity = settings.get().identity();
        return new Server(identity.name(), identity.description());
    }

    @Override
    public List<Server> servers() {
        List<Server> all = new ArrayList<>();
        all.add(self());
        network.all().stream()
                .filter(other -> other.node() != node)
                .map(other -> new Server(other.name(), other.description()))
                .sorted(Comparator.comparing(Server::name))
                .forEach(all::add);
        return all;
    }

    @Override
    public Counts counts() {
        int invisible = 0;
        int operators = 0;
        for (Known known : users.all()) {
            invisible += known.user().has(UserMode.INVISIBLE) ? 1 : 0;
            operators += known.user().has(UserMode.OPERATOR) ? 1 : 0;
        }
        return new Counts(
                users.size(),
                invisible,
                operators,
                registering.getAsInt(),
                channels.getAsInt(),
                users.local(),
                users.mostLocal(),
                users.most());
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public List<Reply> isupport() {
        ChatSettings now = settings.get();
        return Isupport.replies(Isupport.tokens(now.identity().network(), now.names()));
    }

    @Override
    public Admin admin() {
        List<String> lines = settings.get().identity().admin();
        return new Admin(at(lines, 0), at(lines, 1), at(lines, 2));
    }

    private static String at(List<String> lines, int i) {
        return i < lines.size() ? lines.get(i) : "";
    }

    @Override
    public List<String> info() {
        return List.of(
                VERSION,
                "A sample of aio-actors: Akka Typed actors on native event loops.",
                "Each client, its session and its output live on one loop;",
                "a channel tells each loop once, whatever number of members is there.");
    }

    @Override
    public List<String> motd() {
        return settings.get().identity().motd();
    }

    @Override
    public long nowMs() {
        return clock.millis();
    }

    @Override
    public Map<String, Use> commands() {
        return uses.uses();
    }

    @Override
    public Map<String, String> klines() {
        Map<String, String> lines = new LinkedHashMap<>();
        klineList.get().lines(nowMs()).forEach(line -> lines.put(line.mask(), line.reason()));
        return lines;
    }

    @Override
    public Map<String, String> operators() {
        Map<String, String> operators = new LinkedHashMap<>();
        for (ChatSettings.Oper oper : settings.get().opers()) {
            operators.put(
                    oper.name(),
                    String.join(" ", oper.hosts().stream().map(Mask::text).toList()));
        }
        return operators;
    }

    @Override
    public List<String> figures() {
        List<String> lines = new ArrayList<>();
        Runtime runtime = Runtime.getRuntime();
        lines.add(
                "heap " + ((runtime.totalMemory() - runtime.freeMemory()) >> 20) + " of " + (runtime.maxMemory() >> 20)
                        + " MiB, " + users.size() + " users, " + channels.getAsInt() + " channels");
        for (AioLoop loop : loops) {
            LoopMetrics metrics = loop.metrics();
            lines.add("loop " + metrics.loop() + ": " + loop.guests() + " connections, " + metrics.messages()
                    + " messages, queue " + metrics.queueDepth() + (metrics.stalled() ? ", held up" : ""));
        }
        return lines;
    }
}
