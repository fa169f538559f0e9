// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelState;
import org.aioactors.samples.chat.channel.ChannelView;
import org.aioactors.samples.chat.irc.Limits;
import org.aioactors.samples.chat.network.Directory;
import org.aioactors.samples.chat.network.Server;
import org.aioactors.samples.chat.network.Servers;
import org.aioactors.samples.chat.network.TestServers;
import org.jspecify.annotations.Nullable;

/**
 * Servers with two loops each whose users meet on one channel, and its authority, which is now on this server and then on that.
 * Links keep the order of what they deliver; they take their time, and may lose a message, or deliver it twice. Servers die: what
 * they have sent arrives up to some message. Each step is drawn by lot.
 */
final class SimulatedNetwork {
    static final int NODES = 4;
    private static final long STEP_NS = 3_000_000;
    private static final List<ActorRef<Object>> HUBS = new ArrayList<>();
    private static final TestInbox<ToChannel> REGION = TestInbox.create("region");
    private static final ActorRef<Directory.Command> DIRECTORY =
            TestInbox.<Directory.Command>create("directory").getRef();

    static {
        for (int i = 0; i < 2 * NODES; i++) {
            HUBS.add(TestInbox.create("hub" + i).getRef());
        }
    }

    /** From one loop; to the authority of that reference, or to whichever there is. */
    private record ToIt(@Nullable ActorRef<ToChannel> authority, ToChannel message) {}

    private record Way(long node, int loop) {}

    /** A server that does not know yet that another is dead. */
    private record Notice(long by, long dead) {}

    private final Random random;
    private final ArrayDeque<Notice> notices = new ArrayDeque<>();
    private final Map<Long, Servers> known = new HashMap<>();
    private final Map<Way, ArrayDeque<FromChannel>> toLoop = new HashMap<>();
    private final Map<Integer, ArrayDeque<ToIt>> toAuthority = new HashMap<>();

    /** What loops answer to a certain authority goes another way. */
    private final Map<Integer, ArrayDeque<ToIt>> answers = new HashMap<>();

    private final Set<Long> dead = new HashSet<>();
    final List<SimulatedLoop> loops = new ArrayList<>();
    private boolean isQuiet;
    private long nowMs = 1_000;
    private long nowNs;
    private int msgids;
    int authorities;

    // ---- the authority; null if there is none ----
    private @Nullable AuthorityEnd end;
    private @Nullable TestInbox<ToChannel> self;
    private @Nullable ChannelState state;
    private long node;

    SimulatedNetwork(long seed) {
        random = new Random(seed);
        List<Server> servers = new ArrayList<>();
        for (long server = 1; server <= NODES; server++) {
            int first = (int) (2 * (server - 1));
            servers.add(new Server(server, "s" + server, "", DIRECTORY, HUBS.subList(first, first + 2)));
            for (int i = first; i < first + 2; i++) {
                addLoop(i, server);
            }
        }
        servers.forEach(server -> known.put(server.node(), TestServers.of(servers)));
    }

    private void addLoop(int number, long server) {
        loops.add(new SimulatedLoop(this, number, server, HUBS.get(number), REGION.getRef()));
        toAuthority.put(number, new ArrayDeque<>());
        answers.put(number, new ArrayDeque<>());
        for (long from = 1; from <= NODES; from++) {
            toLoop.put(new Way(from, number), new ArrayDeque<>());
        }
    }

    // ---- what happens by lot ----

    void step() {
        nowMs++;
        nowNs += STEP_NS;
        int dice = random.nextInt(1000);
        SimulatedLoop loop = loops.get(random.nextInt(loops.size()));
        if (dice < 700) {
            int link = random.nextInt(NODES + 2);
            for (int i = random.nextInt(8); i >= 0; i--) {
                deliver(loop, link);
            }
        } else if (dice < 712) {
            tick();
        } else if (dice < 745) {
            notice();
        } else if (!loop.alive) {
            return;
        } else if (dice < 850) {
            loop.look();
        } else if (isQuiet) {
            return;
        } else if (dice < 990) {
            loop.act(random);
        } else if (dice < 992) {
            stopAuthority(); // its shard is moved
        } else if (dice < 994 && dead.size() < NODES - 1) {
            kill(chance(2) && end != null ? node : 1L + random.nextInt(NODES));
        }
    }

    /** Nobody does anything any more, and nothing is lost. */
    void quiet() {
        isQuiet = true;
    }

    /** All who are on the channel say something once more. */
    void lastWords() {
        loops.stream().filter(loop -> loop.alive).forEach(loop -> loop.sayAll());
    }

    boolean isAtRest() {
        return notices.isEmpty()
                && (end == null || !end.needsTick())
                && loops.stream().filter(loop -> loop.alive).allMatch(SimulatedLoop::isQuiet)
                && toAuthority.values().stream().allMatch(ArrayDeque::isEmpty)
                && answers.values().stream().allMatch(ArrayDeque::isEmpty)
                && toLoop.values().stream().allMatch(ArrayDeque::isEmpty);
    }

    private boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    @Nullable ChannelView channel() {
        return state == null ? null : state.view();
    }

    private void tick() {
        if (end != null) {
            end.tick(nowMs);
            stopIfEmpty();
        }
    }

    private void stopIfEmpty() {
        if (end != null && end.isEmpty() && chance(3)) {
            stopAuthority();
        }
    }

    private void stopAuthority() {
        if (end != null && !dead.contains(node)) {
            if (!end.isEmpty()) {
                // As the authority itself does, so that there is another one soon.
                toAuthority.get(0).add(new ToIt(null, new ToChannel.Heard("#c", HUBS.get(0), 0, 0)));
            }
            forget();
        }
    }

    private void forget() {
        end = null;
        self = null;
        state = null;
    }

    private void kill(long victim) {
        if (!dead.add(victim)) {
            return;
        }
        for (long by = 1; by <= NODES; by++) {
            if (!dead.contains(by)) {
                notices.add(new Notice(by, victim));
            }
        }
        notices.removeIf(notice -> notice.by() == victim);
        for (SimulatedLoop loop : loops) {
            if (loop.node == victim) {
                loop.alive = false;
                loseEnd(toAuthority.get(loop.number));
                loseEnd(answers.get(loop.number));
                toLoop.forEach((way, link) -> {
                    if (way.loop() == loop.number) {
                        link.clear();
                    }
                });
            } else {
                loseEnd(toLoop.get(new Way(victim, loop.number)));
            }
        }
    }

    private void loseEnd(ArrayDeque<?> link) {
        for (int lost = random.nextInt(link.size() + 1); lost > 0; lost--) {
            link.removeLast();
        }
    }

    /** A server hears from the cluster that another has gone; the first to hear has shards moved. */
    private void notice() {
        Notice notice = notices.poll();
        if (notice == null) {
            return;
        }
        if (end != null && notice.dead() == node) {
            forget();
        }
        TestServers.remove(known.get(notice.by()), notice.dead());
        loops.stream().filter(loop -> loop.node == notice.by()).forEach(loop -> loop.serverLost(notice.dead()));
        if (end != null && notice.by() == node) {
            end.receive(new ToChannel.ServerGone("#c", notice.dead()), nowMs);
            stopIfEmpty();
        }
    }

    // ---- messages ----

    /** Takes what a loop has told somebody just now. */
    void collect(SimulatedLoop from) {
        REGION.getAllReceived().forEach(message -> toAuthority.get(from.number).add(new ToIt(null, message)));
        TestInbox<ToChannel> authority = self;
        if (authority != null) {
            authority.getAllReceived().forEach(message -> answers.get(from.number)
                    .add(new ToIt(authority.getRef(), message)));
        }
    }

    long nowNs() {
        return nowNs;
    }

    private int copies() {
        if (isQuiet) {
            return 1;
        }
        int dice = random.nextInt(100);
        return dice < 4 ? 0 : dice < 7 ? 2 : 1;
    }

    private void deliver(SimulatedLoop loop, int link) {
        if (link < NODES) {
            FromChannel message = toLoop.get(new Way(1L + link, loop.number)).poll();
            for (int i = copies(); message != null && i > 0 && loop.alive; i--) {
                loop.receive(message);
            }
            return;
        }
        ToIt message = (link == NODES ? toAuthority : answers).get(loop.number).poll();
        for (int i = copies(); message != null && i > 0; i--) {
            deliver(message);
        }
    }

    private void deliver(ToIt message) {
        if (end != null && dead.contains(node)) {
            return; // the shard is still believed to be there
        }
        if (end == null) {
            if (message.authority() != null) {
                return;
            }
            startAuthority();
        }
        if (end != null && (message.authority() == null || message.authority().equals(self.getRef()))) {
            end.receive(message.message(), nowMs);
            stopIfEmpty();
        }
    }

    private void startAuthority() {
        authorities++;
        do {
            node = 1L + random.nextInt(NODES);
        } while (dead.contains(node));
        self = TestInbox.create("authority" + authorities);
        state = new ChannelState(Limits.standard(), () -> "m" + ++msgids);
        long by = node;
        end = new AuthorityEnd(
                "#c",
                self.getRef(),
                state,
                known.get(node),
                new Outbox() {
                    @Override
                    public void tell(ActorRef<Object> loop, FromChannel message) {
                        int number = HUBS.indexOf(loop);
                        if (loops.get(number).alive) {
                            toLoop.get(new Way(by, number)).add(message);
                        }
                    }

                    @Override
                    public void invite(ActorRef<? super ChannelEvent> loop, ChannelEvent.Invited invited) {
                        throw new AssertionError("nobody is asked to come");
                    }

                    @Override
                    public void changed(@Nullable ChannelView channel) {}
                },
                nowMs);
    }
}
