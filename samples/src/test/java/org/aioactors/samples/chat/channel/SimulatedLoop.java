// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;
import org.jspecify.annotations.Nullable;

/**
 * A loop with clients that do random things on some channels, and that notes whatever should not be: a request that is
 * answered twice, and for each sender and receiver a message that comes twice, too early, too late or not at all.
 */
final class SimulatedLoop extends AbstractBehavior<Object> {
    /** Begins to do so many things; {@link Ended} is the answer when all of them have been answered. */
    record Begin(List<ActorRef<Object>> all, long requests, ActorRef<Object> replyTo) {}

    /** Somebody on the network has another name. */
    private record Renamed(User user) {}

    /** Nothing is outstanding. */
    record Ended(int loop) {}

    /** Asks for the result. */
    record Tell(ActorRef<Result> replyTo) {}

    /** All clients leave the network. */
    record QuitAll(ActorRef<Object> replyTo) {}

    /**
     * What a loop knows in the end.
     *
     * @param heard the numbers of messages that came while the loop had members, {@code kept} those that were to be kept
     */
    record Result(
            long node,
            List<String> faults,
            Map<String, String> copies,
            BitSet heard,
            BitSet kept,
            Map<Source, BitSet> refused,
            List<Gap> gaps) {}

    /** A sender and where they said it. */
    record Source(Uid sender, String channel) {}

    /** Of what somebody said the loop did not hear what is between two numbers: it should have been refused. */
    record Gap(Source source, int from, int to) {}

    private static final int OUTSTANDING = 40;
    private static final List<String> CHANNELS = List.of("#a", "#b", "#c");

    private final int number;
    private final long node;
    private final Channels channels;
    private final Random random;
    private final RandomCommands commands;
    private final User[] clients;
    private final Map<Uid, User> users = new HashMap<>();
    private final Map<String, ChannelView> copies = new HashMap<>();
    private final Map<Source, Integer> lastSaid = new HashMap<>();
    private final Map<Source, BitSet> refused = new HashMap<>();

    /** Since the loop has had members, by channel. */
    private final Map<String, Map<Source, Integer>> lastHeard = new HashMap<>();

    private final Map<Source, Integer> lastEverHeard = new HashMap<>();
    private final List<Gap> gaps = new ArrayList<>();

    /** Requests of which the event has come, and the end has not. */
    private final Set<Long> happened = new HashSet<>();

    private final Map<Long, ChannelCommand.ByUser> outstanding = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final BitSet heard = new BitSet();
    private final BitSet kept = new BitSet();
    private List<ActorRef<Object>> all = List.of();
    private @Nullable ActorRef<Object> whenEnded;
    private long requests;
    private long lastRequest;
    private long lastUser;

    private SimulatedLoop(ActorContext<Object> context, int number, long node, Channels channels, long seed) {
        super(context);
        this.number = number;
        this.node = node;
        this.channels = channels;
        this.random = new Random(seed);
        this.commands = new RandomCommands(random);
        this.clients = new User[5];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = newUser();
        }
    }

    /** One with five clients. */
    static Behavior<Object> create(int number, long node, Channels channels, long seed) {
        return Behaviors.setup(context -> new SimulatedLoop(context, number, node, channels, seed));
    }

    private User newUser() {
        lastUser++;
        return TestUsers.user(new Uid(node, number * 1_000_000_000L + lastUser), "n" + number + "x" + lastUser);
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
                .onMessage(ChannelEvent.Answered.class, this::onAnswered)
                .onMessage(ChannelEvent.Happened.class, this::onHappened)
                .onMessage(ChannelEvent.MembersSeen.class, seen -> this)
                .onMessage(Renamed.class, renamed -> {
                    users.put(renamed.user().uid(), renamed.user());
                    copies.values().forEach(copy -> copy.userChanged(renamed.user()));
                    return this;
                })
                .onMessage(Begin.class, begin -> {
                    all = begin.all();
                    requests = begin.requests();
                    whenEnded = begin.replyTo();
                    fill();
                    return this;
                })
                .onMessage(Tell.class, this::onTell)
                .onMessage(QuitAll.class, quit -> {
                    for (User client : clients) {
                        quit(client);
                    }
                    quit.replyTo().tell(new Ended(number));
                    return this;
                })
                .build();
    }

    /** Always so many at once: what comes between a command and its answer matters. */
    private void fill() {
        while (lastRequest < requests && outstanding.size() < OUTSTANDING) {
            int at = random.nextInt(clients.length);
            int dice = random.nextInt(100);
            if (dice < 2) {
                quit(clients[at]);
                clients[at] = newUser();
            } else if (dice < 4) {
                rename(at);
            } else {
                ask(clients[at]);
            }
        }
    }

    private void quit(User client) {
        CHANNELS.forEach(channel -> channels.tell(new ChannelCommand.Quit(channel, client.uid(), "gone")));
    }

    private void rename(int at) {
        User renamed = TestUsers.renamed(clients[at], "n" + number + "x" + ++lastUser);
        clients[at] = renamed;
        CHANNELS.forEach(channel -> channels.tell(new ChannelCommand.Changed(channel, renamed)));
        all.forEach(loop -> loop.tell(new Renamed(renamed)));
    }

    private void ask(User client) {
        String channel = CHANNELS.get(random.nextInt(CHANNELS.size()));
        Asker by = new Asker(client, getContext().getSelf(), ++lastRequest);
        ChannelView copy = copies.get(channel);
        List<User> others = copy == null
                ? List.of(clients)
                : copy.members().stream().map(Member::user).toList();
        ChannelCommand command = commands.next(channel, by, others);
        if (command instanceof ChannelCommand.Say say) {
            int count = lastSaid.merge(new Source(client.uid(), channel), 1, Integer::sum);
            command = new ChannelCommand.Say(channel, by, say.command(), "" + count, '\0', Map.of());
        }
        outstanding.put(lastRequest, (ChannelCommand.ByUser) command);
        channels.tell(command);
    }

    private Behavior<Object> onAnswered(ChannelEvent.Answered answered) {
        ChannelCommand.ByUser command = outstanding.remove(answered.request());
        if (command == null) {
            faults.add("answered twice: " + answered);
        }
        boolean hadEffect = happened.remove(answered.request());
        if (command instanceof ChannelCommand.Say say && !hadEffect) {
            refused.computeIfAbsent(new Source(answered.asker(), say.channel()), any -> new BitSet())
                    .set(Integer.parseInt(String.valueOf(say.text())));
        }
        fill();
        if (lastRequest == requests && outstanding.isEmpty()) {
            whenEnded.tell(new Ended(number));
        }
        return this;
    }

    private Behavior<Object> onHappened(ChannelEvent.Happened event) {
        if (event.asker() != null && isOwn(event.asker()) && !happened.add(event.request())) {
            faults.add("a second event of " + event);
        }
        if (event instanceof ChannelEvent.Said said) {
            hear(said);
        }
        ChannelView copy = copies.get(event.channel());
        if (event instanceof ChannelEvent.Joined joined && joined.view() != null) {
            if (copy != null) {
                faults.add("all of a channel that is known: " + joined);
            }
            copy = joined.view();
            users.values().forEach(copy::userChanged);
            copies.put(event.channel(), copy);
        } else if (copy != null) {
            copy.apply(event);
            if (event instanceof ChannelEvent.Joined joined) {
                copy.userChanged(users.getOrDefault(joined.asker(), joined.user()));
            }
        } else if (!(event instanceof ChannelEvent.Said) && !(event instanceof ChannelEvent.Invited)) {
            faults.add("of a channel without members here: " + event);
        }
        if (copy != null
                && copy.members().stream()
                        .noneMatch(member -> isOwn(member.user().uid()))) {
            copies.remove(event.channel());
            lastHeard.remove(event.channel());
        }
        return this;
    }

    private boolean isOwn(Uid uid) {
        return uid.node() == node && uid.number() / 1_000_000_000L == number;
    }

    /** While the loop has members, a sender's messages come one after the other, but for those that were refused. */
    private void hear(ChannelEvent.Said said) {
        if (!copies.containsKey(said.channel())) {
            return;
        }
        int id = Integer.parseInt(said.msgid().substring(said.msgid().indexOf('-') + 1), 36);
        if (heard.get(id)) {
            faults.add("twice: " + said);
        }
        heard.set(id);
        if (said.keep()) {
            kept.set(id);
        }
        int count = Integer.parseInt(String.valueOf(said.text()));
        Map<Source, Integer> last = lastHeard.computeIfAbsent(said.channel(), any -> new HashMap<>());
        Source source = new Source(said.asker(), said.channel());
        Integer before = last.put(source, count);
        if (before != null && before + 1 < count) {
            gaps.add(new Gap(source, before + 1, count));
        }
        Integer everBefore = lastEverHeard.put(source, count);
        if (everBefore != null && everBefore >= count) {
            faults.add("after " + everBefore + ": " + said);
        }
    }

    private Behavior<Object> onTell(Tell tell) {
        Map<String, String> texts = new TreeMap<>();
        copies.forEach((channel, copy) -> texts.put(channel, copy.toString()));
        tell.replyTo().tell(new Result(node, faults, texts, heard, kept, refused, gaps));
        return this;
    }
}
