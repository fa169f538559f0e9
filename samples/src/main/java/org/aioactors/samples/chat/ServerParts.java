// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.ActorContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.aioactors.Aio;
import org.aioactors.AioProps;
import org.aioactors.dispatcher.AioDispatcher;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.samples.chat.account.Accounts;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.LocalChannels;
import org.aioactors.samples.chat.channel.MessageIds;
import org.aioactors.samples.chat.cluster.ClusterWatch;
import org.aioactors.samples.chat.history.Conversation;
import org.aioactors.samples.chat.history.History;
import org.aioactors.samples.chat.history.HistoryEntry;
import org.aioactors.samples.chat.history.HistorySettings;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.aioactors.samples.chat.limit.AddressLimits;
import org.aioactors.samples.chat.limit.KLineList;
import org.aioactors.samples.chat.limit.KLines;
import org.aioactors.samples.chat.loop.ClientEvent;
import org.aioactors.samples.chat.loop.LoopCounts;
import org.aioactors.samples.chat.loop.LoopHub;
import org.aioactors.samples.chat.loop.LoopServices;
import org.aioactors.samples.chat.loop.ToLoop;
import org.aioactors.samples.chat.network.Directory;
import org.aioactors.samples.chat.network.Servers;
import org.aioactors.samples.chat.network.UserTable;
import org.aioactors.samples.chat.ops.ChatFigures;
import org.aioactors.samples.chat.ops.ChatSettings;
import org.aioactors.samples.chat.session.CommandCounts;
import org.aioactors.samples.chat.session.CommandTable;
import org.aioactors.samples.chat.session.Operations;
import org.aioactors.samples.chat.session.SessionServices;
import org.aioactors.samples.chat.session.UidSource;
import org.jspecify.annotations.Nullable;

/** All that a server consists of beside its listeners; one part for each job. */
final class ServerParts implements Operations {
    private static final String DISPATCHER = "akka.actor.default-dispatcher";

    private final ActorSystem<?> system;
    private final Consumer<String> rehash;
    private final AddressLimits addresses;
    private final Servers servers = new Servers();
    private final ActorRef<Directory.Command> directory;

    /** Null for a server that stands alone. */
    private final @Nullable NetworkParts network;

    private final List<ActorRef<Object>> hubs = new ArrayList<>();
    private final List<LoopCounts> counted = new ArrayList<>();
    private final ActorRef<Accounts.Command> accounts;
    private final SessionServices sessions;

    /** Written by the guardian, read by all sessions. */
    private volatile ChatSettings settings;

    /** Written by the guardian, read by all sessions. */
    private volatile KLineList klines = KLineList.EMPTY;

    /**
     * Spawns the actors of a server.
     *
     * @param klineNews hears of K-lines, to be handed to {@link #setKLines}
     * @param rehash has the configuration read again, for the operator of that name
     */
    ServerParts(
            ActorContext<?> context, ChatSettings settings, ActorRef<KLineList> klineNews, Consumer<String> rehash) {
        this.system = context.getSystem();
        this.settings = settings;
        this.rehash = rehash;
        this.addresses = new AddressLimits(settings.guard().addresses());
        Clock clock = Clock.systemUTC();
        boolean alone = settings.cluster().isEmpty();
        long node = alone ? ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE) : NetworkParts.node(system);
        UserTable users = new UserTable(node);
        MessageIds msgids = new MessageIds(node);
        network = alone ? null : new NetworkParts(context, node, settings.names(), msgids, clock, servers);
        LocalChannels channels = new LocalChannels(system, settings.names(), msgids, clock);
        List<AioLoop> loops = loops();
        ChatSettings.Identity identity = settings.identity();
        Directory.Self self = new Directory.Self(node, identity.name(), identity.description(), loops.size());
        directory = context.spawn(
                Directory.create(
                        self, users, servers, network == null ? gone -> {} : network.authorities()::serverGone),
                ClusterWatch.DIRECTORY);
        ActorRef<History.Command> history = context.spawn(History.create(historySettings(settings)), "history");
        LoopServices loopServices = new LoopServices(
                network == null ? (hub, copies) -> channels : network::forLoop,
                directory,
                users,
                said -> keep(history, said),
                msgids,
                identity.name(),
                settings.names(),
                () -> this.settings.guard().clock(),
                clock);
        for (AioLoop loop : loops) {
            LoopCounts loopCounts = new LoopCounts();
            counted.add(loopCounts);
            hubs.add(context.spawn(
                    LoopHub.create(loopServices, loopCounts), "hub-" + loop.number(), AioProps.onLoop(loop)));
        }
        accounts = context.spawn(
                Accounts.create(settings.accounts().file(), settings.accounts().rules()), "accounts");
        ActorRef<KLines.Command> klineFile = context.spawn(KLines.create(settings.kLines()), "k-lines");
        klineFile.tell(new KLines.Subscribe(klineNews));
        CommandCounts counts = new CommandCounts(CommandTable.names());
        sessions = new SessionServices(
                loopServices,
                this::settings,
                accounts,
                history,
                klineFile,
                () -> klines,
                addresses,
                new ServerFacts(
                        node,
                        this::settings,
                        () -> klines,
                        servers,
                        users,
                        network == null ? channels::open : network.authorities()::size,
                        loops,
                        counts,
                        clock,
                        clock.millis(),
                        () -> figures().registering()),
                new UidSource(node),
                counts,
                this);
    }

    private static HistorySettings historySettings(ChatSettings settings) {
        ChatSettings.History history = settings.history();
        HistorySettings memory = HistorySettings.IN_MEMORY;
        HistorySettings bounded = new HistorySettings(
                null,
                memory.maxMessages(),
                history.maxAge(),
                history.maxBytes(),
                memory.maxMemoryBytes(),
                memory.tail());
        return history.directory() == null ? bounded : bounded.in(history.directory());
    }

    private static void keep(ActorRef<History.Command> history, ChannelEvent.Said said) {
        String text = said.text();
        if (text != null && said.atLeast() == 0) {
            history.tell(new History.Keep(new HistoryEntry(
                    Conversation.ofChannel(CaseMapping.fold(said.channel())),
                    said.channel(),
                    said.by().source(),
                    said.by().account(),
                    said.command(),
                    text,
                    said.tags(),
                    said.msgid(),
                    said.timeMs())));
        }
    }

    /** Those of the dispatcher that the server's configuration is about. */
    private List<AioLoop> loops() {
        AioDispatcher dispatcher = Aio.get(system).dispatchers().get(DISPATCHER);
        if (dispatcher == null) {
            throw new IllegalStateException(DISPATCHER + " must be an aio dispatcher; see application.conf");
        }
        return dispatcher.loops();
    }

    ChatSettings settings() {
        return settings;
    }

    SessionServices sessions() {
        return sessions;
    }

    /** Has the server join its network; told at once if it stands alone. To be called once. */
    void join(ActorRef<ClusterWatch.Joined> joined) {
        if (network == null) {
            joined.tell(new ClusterWatch.Joined());
        } else {
            network.join(directory, joined, settings.listening().takeOver() != null);
        }
    }

    /** How many loops there are. */
    int loopCount() {
        return hubs.size();
    }

    void setSettings(ChatSettings next) {
        ChatSettings before = settings;
        settings = before.inForce(next);
        hubs.forEach(hub -> hub.tell(new ClientEvent.Reloaded(before)));
        addresses.setRules(next.guard().addresses());
        accounts.tell(new Accounts.Configure(next.accounts().rules()));
        sessions.klineFile().tell(new KLines.Reload(system.ignoreRef()));
    }

    void setKLines(KLineList next) {
        KLineList added = next.since(klines);
        klines = next;
        if (!added.isEmpty()) {
            hubs.forEach(hub -> hub.tell(added));
        }
    }

    void tellLoops(ToLoop message) {
        hubs.forEach(hub -> hub.tell(message));
    }

    ChatFigures figures() {
        return counted.stream().map(LoopCounts::figures).reduce(ChatFigures.NONE, ChatFigures::plus);
    }

    // ---- what operators do ----

    @Override
    public void rehash(String by) {
        rehash.accept(by);
    }

    @Override
    public void die(String by) {
        system.log().info("{} ends the server", by);
        system.terminate();
    }

    @Override
    public void wallops(String source, String text) {
        ToLoop message = new ToLoop.Wallops(source, text);
        servers.all().forEach(server -> server.hubs().forEach(hub -> hub.tell(message)));
    }
}
