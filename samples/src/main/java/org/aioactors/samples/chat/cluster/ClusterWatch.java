// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.ClusterEvent;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.aioactors.samples.chat.network.Directory;
import org.aioactors.samples.chat.network.Servers;
import org.aioactors.samples.chat.ops.ClusterConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the directory which servers are members of the network, how it reaches their directories, and which have gone for good: what Akka's
 * cluster knows. One for a server. A server's number is that of its incarnation, {@link UniqueAddress#longUid}.
 *
 * <p>Also sees to it that no two servers have one name: the one that came later ends itself.
 */
public final class ClusterWatch extends AbstractBehavior<ClusterWatch.Command> {
    /** To the watch; from itself alone. */
    public sealed interface Command {}

    /** This server has become a member of the network, and knows the users of the others. */
    public record Joined() {}

    private record Changed(ClusterEvent.ClusterDomainEvent event) implements Command {}

    private record Found(UniqueAddress server, akka.actor.@Nullable ActorRef directory) implements Command {}

    private record LookAgain(UniqueAddress server) implements Command {}

    private record StillWaiting() implements Command {}

    private record KnowsOthers(long deadlineNs) implements Command {}

    /** Why a server ends whose name another one has. */
    public enum NameTaken implements CoordinatedShutdown.Reason {
        /** There is no more to say of it; the log has the names. */
        INSTANCE
    }

    /** What each server's directory is called, right below the guardian. */
    public static final String DIRECTORY = "directory";

    private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final Duration INTRODUCTION = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Set<MemberStatus> COMING_OR_HERE =
            Set.of(MemberStatus.joining(), MemberStatus.weaklyUp(), MemberStatus.up());
    private static final Set<MemberStatus> GOING =
            Set.of(MemberStatus.exiting(), MemberStatus.down(), MemberStatus.removed());
    private static final Logger LOG = LoggerFactory.getLogger("chat");

    private final ActorRef<Directory.Command> directory;
    private final Servers servers;
    private final ActorRef<? super Joined> joined;
    private final boolean takesOver;
    private final TimerScheduler<Command> timers;
    private final Cluster cluster;
    private final UniqueAddress self;
    private final String nameRole;

    /** The members but for this server, and the role that says their name. */
    private final Map<UniqueAddress, String> others = new HashMap<>();

    /** Whether this server is about to be no member any more. */
    private boolean ends;

    private ClusterWatch(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ActorRef<Directory.Command> directory,
            Servers servers,
            ActorRef<? super Joined> joined,
            boolean takesOver) {
        super(context);
        this.directory = directory;
        this.servers = servers;
        this.joined = joined;
        this.takesOver = takesOver;
        this.timers = timers;
        this.cluster = Cluster.get(context.getSystem());
        this.self = cluster.selfMember().uniqueAddress();
        this.nameRole = nameRole(cluster.selfMember());
        subscribe(ClusterEvent.MemberEvent.class);
        subscribe(ClusterEvent.ReachabilityEvent.class);
        timers.startSingleTimer(new StillWaiting(), PATIENCE);
    }

    private <E extends ClusterEvent.ClusterDomainEvent> void subscribe(Class<E> events) {
        ActorRef<E> adapter = getContext().messageAdapter(events, Changed::new);
        cluster.subscriptions().tell(Subscribe.create(adapter, events));
    }

    /**
     * The behavior; any dispatcher.
     *
     * @param directory of this server
     * @param servers that it knows
     * @param joined told once
     * @param takesOver whether an older server of the same name is one that this one takes the listeners over from, which ends it
     */
    public static Behavior<Command> create(
            ActorRef<Directory.Command> directory,
            Servers servers,
            ActorRef<? super Joined> joined,
            boolean takesOver) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new ClusterWatch(context, timers, directory, servers, joined, takesOver)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Changed.class, changed -> {
                    onChange(changed.event());
                    return this;
                })
                .onMessage(Found.class, this::onFound)
                .onMessage(LookAgain.class, again -> {
                    look(again.server());
                    return this;
                })
                .onMessage(KnowsOthers.class, this::onKnowsOthers)
                .onMessage(StillWaiting.class, waiting -> {
                    LOG.warn("this server waits for the others to let it into the network: {}", seeds());
                    return this;
                })
                .build();
    }

    private String seeds() {
        return String.join(", ", getContext().getSystem().settings().config().getStringList("akka.cluster.seed-nodes"));
    }

    // ---- members ----

    private void onChange(ClusterEvent.ClusterDomainEvent event) {
        if (event instanceof ClusterEvent.MemberRemoved removed) {
            onRemoved(removed.member());
        } else if (event instanceof ClusterEvent.MemberEvent member) {
            onMember(member.member());
        } else if (event instanceof ClusterEvent.UnreachableMember unreachable) {
            LOG.warn("{} can't be reached", described(unreachable.member()));
        } else if (event instanceof ClusterEvent.ReachableMember reachable) {
            LOG.info("{} can be reached again", described(reachable.member()));
        }
    }

    private void onMember(Member member) {
        UniqueAddress server = member.uniqueAddress();
        if (server.equals(self)) {
            ends = !COMING_OR_HERE.contains(member.status());
            if (member.status().equals(MemberStatus.up())) {
                timers.cancel(new StillWaiting());
                LOG.info("this server is in the network, as {}", described(member));
                onKnowsOthers(new KnowsOthers(System.nanoTime() + INTRODUCTION.toNanos()));
            }
            return;
        }
        if (GOING.contains(member.status())) {
            return; // it was seen when it came, or will be gone in a moment
        }
        if (others.putIfAbsent(server, nameRole(member)) == null) {
            LOG.info("{} is in the network", described(member));
            directory.tell(new Directory.ServerSeen(server.longUid()));
            look(server);
        }
        if (nameRole(member).equals(nameRole)) {
            onSameName(member);
        }
    }

    /**
     * Clients that came before this server knew the users of the others could get nicknames that these have. A server that says nothing
     * is not waited for.
     */
    private Behavior<Command> onKnowsOthers(KnowsOthers look) {
        boolean knowsAll = others.keySet().stream().allMatch(server -> servers.byNode(server.longUid()) != null);
        if (knowsAll || System.nanoTime() - look.deadlineNs() > 0) {
            joined.tell(new Joined());
        } else {
            timers.startSingleTimer(look, INTRODUCTION.dividedBy(50));
        }
        return this;
    }

    /** To a server that leaves the network itself all others look as if they had gone. */
    private void onRemoved(Member member) {
        if (!ends && others.remove(member.uniqueAddress()) != null) {
            LOG.info("{} has left the network", described(member));
            directory.tell(new Directory.ServerGone(member.uniqueAddress().longUid()));
        }
    }

    /** The other one sees the same, and compares the same two. One that is dead, and not yet removed, is no reason. */
    private void onSameName(Member other) {
        boolean unreachable = cluster.state().getUnreachable().contains(other);
        if (unreachable || !other.isOlderThan(cluster.selfMember())) {
            return;
        }
        if (takesOver) {
            LOG.info("this server takes over from {}", described(other));
            return;
        }
        LOG.error(
                "chat.name must differ: {} has the name of this server, and was there before; this server ends",
                described(other));
        CoordinatedShutdown.get(getContext().getSystem()).run(NameTaken.INSTANCE);
    }

    private static String nameRole(Member member) {
        return member.getRoles().stream()
                .filter(role -> role.startsWith(ClusterConfig.NAME_ROLE))
                .findAny()
                .orElse("");
    }

    private static String described(Member member) {
        String role = nameRole(member);
        String name = role.isEmpty() ? "a server" : role.substring(ClusterConfig.NAME_ROLE.length());
        String address = member.address().hostPort();
        return name + " (" + address.substring(address.indexOf('@') + 1) + ")";
    }

    // ---- their directories ----

    /** Asks a server for its directory, again and again: it may have none yet, or not be reached. */
    private void look(UniqueAddress server) {
        if (!others.containsKey(server)) {
            return;
        }
        String path = server.address() + "/user/" + DIRECTORY;
        getContext()
                .pipeToSelf(
                        Adapter.toClassic(getContext()).actorSelection(path).resolveOne(LOOK_TIMEOUT),
                        (found, failure) -> new Found(server, found));
    }

    private Behavior<Command> onFound(Found found) {
        UniqueAddress server = found.server();
        if (found.directory() == null) {
            timers.startSingleTimer(new LookAgain(server), LOOK_AGAIN);
        } else if (others.containsKey(server)) {
            directory.tell(new Directory.Reached(server.longUid(), Adapter.toTyped(found.directory())));
        }
        return this;
    }
}
