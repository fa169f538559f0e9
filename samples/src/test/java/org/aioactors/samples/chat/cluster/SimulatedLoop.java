// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.aioactors.samples.chat.channel.Asker;
import org.aioactors.samples.chat.channel.ChannelCommand;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelView;
import org.aioactors.samples.chat.channel.TestUsers;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;
import org.jspecify.annotations.Nullable;

/** A loop with some users who come, speak and go, and what they hear of one channel. Checks what comes of each command. */
final class SimulatedLoop implements LoopCopies {
    /** A channel that ends and comes again counts anew. */
    record Place(long createdMs, long number) {}

    final ActorRef<Object> ref;
    final long node;
    final int number;
    boolean alive = true;

    /** Who wants to be on the channel, and who could not be told whether they are. */
    final Set<Uid> wantOn = new HashSet<>();

    final Set<Uid> unsure = new HashSet<>();

    /** All that was heard. */
    final Map<Place, String> log = new LinkedHashMap<>();

    /** How often the whole channel came in place of what was missing. */
    int wholes;

    private final LoopLinks links;
    private final SimulatedNetwork network;
    private final List<User> users = new ArrayList<>();
    private final Set<Uid> allUsers = new HashSet<>();
    private final List<String> fresh = new ArrayList<>();
    private long freshCreatedMs;
    private @Nullable ChannelView copy;

    /** Requests that have not ended, and whose they are; who comes or goes does nothing else meanwhile. */
    private final Map<Long, Uid> open = new HashMap<>();

    private final Set<Long> moves = new HashSet<>();
    private long lastRequest;

    /** What was said, by numbers in the texts; and what of it was not heard yet. */
    private long lastLine;

    private long lastHeardLine;
    private final TreeSet<Long> unheard = new TreeSet<>();

    SimulatedLoop(SimulatedNetwork network, int number, long node, ActorRef<Object> ref, ActorRef<ToChannel> region) {
        this.network = network;
        this.number = number;
        this.node = node;
        this.ref = ref;
        this.links = new LoopLinks(new LoopSite(ref, node, region), this);
        addUser();
        addUser();
    }

    private void addUser() {
        Uid uid = new Uid(node, 1_000L * number + allUsers.size());
        users.add(TestUsers.user(uid, "user" + uid.number()));
        allUsers.add(uid);
    }

    boolean isQuiet() {
        ChannelLink link = links.get("#c");
        return open.isEmpty()
                && !links.isAwaiting()
                && (link == null || !link.end().isBusy());
    }

    /** How many events it keeps for others. */
    int kept() {
        ChannelLink link = links.get("#c");
        return link == null ? 0 : link.end().report("copy").tail().size();
    }

    Set<Long> unheardLines() {
        return unheard;
    }

    // ---- what its users do ----

    void act(Random random) {
        int at = random.nextInt(users.size());
        User user = users.get(at);
        int dice = random.nextInt(100);
        if (dice < 2) {
            quit(at);
        } else if (moves.stream().anyMatch(move -> user.uid().equals(open.get(move)))) {
            return;
        } else if (!wantOn.contains(user.uid())) {
            if (dice < 30) {
                wantOn.add(user.uid());
                move(new ChannelCommand.Join("#c", by(user), null, true));
            }
        } else if (dice < 6) {
            wantOn.remove(user.uid());
            move(new ChannelCommand.Part("#c", by(user), null));
        } else if (dice < 20) {
            tell(new ChannelCommand.Topic("#c", by(user), "topic " + dice));
        } else {
            say(user, dice < 50);
        }
    }

    /** Somebody else comes in their place. */
    private void quit(int at) {
        User user = users.remove(at);
        addUser();
        wantOn.remove(user.uid());
        if (copy != null && copy.member(user.uid()) != null) {
            tell(new ChannelCommand.Quit("#c", user.uid(), "gone"));
        }
    }

    /** Those who are on the channel speak. */
    void sayAll() {
        List.copyOf(users).forEach(user -> say(user, true));
    }

    private void say(User user, boolean waits) {
        if (copy == null || copy.member(user.uid()) == null || !wantOn.contains(user.uid())) {
            return;
        }
        lastLine++;
        unheard.add(lastLine);
        Asker by = waits ? by(user) : new Asker(user, ref, 0);
        tell(new ChannelCommand.Say("#c", by, "PRIVMSG", String.valueOf(lastLine), '\0', Map.of()));
    }

    private Asker by(User user) {
        lastRequest++;
        open.put(lastRequest, user.uid());
        return new Asker(user, ref, lastRequest);
    }

    private void move(ChannelCommand command) {
        moves.add(lastRequest);
        tell(command);
    }

    private void tell(ChannelCommand command) {
        links.tell("#c", command, network.nowNs());
        network.collect(this);
    }

    /** Does what is due. */
    void look() {
        ChannelLink link = links.get("#c");
        if (link != null) {
            link.look(network.nowNs());
        }
        links.look(network.nowNs());
        network.collect(this);
    }

    void serverLost(long lost) {
        if (copy != null) {
            copy.apply(new ChannelEvent.NodeGone("#c", lost));
        }
        links.tellAllHeard(network.nowNs());
        network.collect(this);
    }

    // ---- what it hears ----

    void receive(FromChannel message) {
        ChannelLink link = links.get("#c");
        long before = link == null ? 0 : link.end().last();
        fresh.clear();
        links.take(message, network.nowNs());
        network.collect(this);
        long next = message instanceof FromChannel.Whole whole ? whole.number() : before + 1;
        for (String event : fresh) {
            String other = log.put(new Place(freshCreatedMs, next), event);
            assertThat(other).as("event %s of loop %s", next, number).isNull();
            next++;
        }
        if (link != null && links.get("#c") == null) {
            left(link);
        }
    }

    /** What a loop has heard that others may not have heard, it does not keep any longer: it may not have happened. */
    private void left(ChannelLink link) {
        long last = link.end().last();
        int unstable = link.end().report("copy").tail().size();
        log.keySet().removeIf(place -> place.createdMs() == freshCreatedMs && place.number() > last - unstable);
    }

    @Override
    public void take(ChannelEvent event) {
        if (event instanceof ChannelEvent.Answered answered) {
            answered(answered);
        } else if (event instanceof ChannelEvent.Joined joined && joined.view() != null) {
            assertThat(copy).as("a copy of loop %s", number).isNull();
            copy = joined.view();
            record(new ChannelEvent.Joined(
                    "#c", joined.request(), joined.asker(), joined.user(), joined.prefixes(), null));
        } else if (event instanceof ChannelEvent.Happened happened) {
            Objects.requireNonNull(copy).apply(happened);
            record(happened);
            dropIfNobodyIsHere();
        }
    }

    private void record(ChannelEvent.Happened event) {
        freshCreatedMs = Objects.requireNonNull(copy).createdMs();
        ChannelEvent.Happened same = event instanceof ChannelEvent.Said said ? said.kept(false) : event;
        fresh.add(same.toString());
        if (event instanceof ChannelEvent.Said said && allUsers.contains(said.asker())) {
            long line = Long.parseLong(String.valueOf(said.text()));
            assertThat(unheard.remove(line))
                    .as("line %s of loop %s is heard once", line, number)
                    .isTrue();
            assertThat(line).as("lines of loop %s", number).isGreaterThan(lastHeardLine);
            lastHeardLine = line;
        }
    }

    private void answered(ChannelEvent.Answered answered) {
        Uid uid = open.remove(answered.request());
        if (answered.request() != 0) {
            assertThat(uid).as("who waits for %s", answered).isEqualTo(answered.asker());
        }
        if (moves.remove(answered.request())
                && answered.replies().stream().anyMatch(reply -> reply.numeric() == Numeric.ERR_UNAVAILRESOURCE)) {
            unsure.add(answered.asker());
        }
    }

    private void dropIfNobodyIsHere() {
        if (members("#c").isEmpty()) {
            copy = null;
        }
    }

    @Override
    public void replace(ChannelView whole) {
        wholes++;
        copy = whole;
        dropIfNobodyIsHere();
    }

    @Override
    public @Nullable ChannelView view(String channel) {
        return copy;
    }

    @Override
    public List<Uid> members(String channel) {
        return Objects.requireNonNull(copy).members().stream()
                .map(member -> member.user().uid())
                .filter(allUsers::contains)
                .toList();
    }

    @Override
    public boolean isHere(Uid uid) {
        return users.stream().anyMatch(user -> user.uid().equals(uid));
    }
}
