// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.aioactors.samples.chat.channel.ChannelEvent.Happened;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random commands of users on five loops of three servers: after each, every loop with members has heard of it once, what each
 * of them knows of the channel is what its authority knows, and all others have heard nothing.
 */
class ChannelCopiesTest {
    private static final int COMMANDS = 600;
    private static final long[] NODES = {1, 1, 2, 2, 3};

    /** A loop of a server, as far as one channel goes. */
    private static final class Loop {
        final int number;
        long node;
        TestInbox<ChannelEvent> inbox;

        @Nullable ChannelView copy;

        Loop(int number, long node) {
            this.number = number;
            restart(node);
        }

        void restart(long node) {
            this.node = node;
            inbox = TestInbox.create("loop" + number + "of" + node);
            copy = null;
        }
    }

    private record Client(User user, Loop loop) {}

    private final List<Loop> loops = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private SteppedAuthority authority = new SteppedAuthority();
    private long lastUser;
    private long lastNode = 3;
    private int effects;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("chat.test.copies", 10));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void every_copy_is_like_the_authoritys(long seed) {
        Random random = new Random(seed);
        RandomCommands commands = new RandomCommands(random);
        for (int i = 0; i < NODES.length; i++) {
            loops.add(new Loop(i, NODES[i]));
        }
        for (int i = 0; i < 10; i++) {
            clients.add(newClient(loops.get(i % loops.size())));
        }
        for (int i = 0; i < COMMANDS; i++) {
            step(random, commands, i);
        }
        assertThat(effects).as("commands that did something").isGreaterThan(COMMANDS / 10);
    }

    private void step(Random random, RandomCommands commands, int i) {
        int at = random.nextInt(clients.size());
        Client client = clients.get(at);
        int dice = random.nextInt(100);
        if (dice < 4) {
            tell(new ChannelCommand.Quit("#c", client.user().uid(), "gone"));
            clients.set(at, newClient(client.loop()));
        } else if (dice < 8) {
            User renamed = TestUsers.renamed(client.user(), client.user().nick() + "_");
            clients.set(at, new Client(renamed, client.loop()));
            loops.stream().filter(loop -> loop.copy != null).forEach(loop -> loop.copy.userChanged(renamed));
            tell(new ChannelCommand.Changed("#c", renamed));
        } else if (dice < 9) {
            loseNode(client.loop().node);
        } else if (dice < 10) {
            // Now and then, since a channel that nobody can come to stays as it is.
            clients.forEach(one -> tell(new ChannelCommand.Quit("#c", one.user().uid(), "gone")));
            clients.replaceAll(one -> newClient(one.loop()));
        } else {
            List<User> others = clients.stream().map(Client::user).toList();
            Asker by = new Asker(client.user(), client.loop().inbox.getRef(), i + 1);
            tell(commands.next("#c", by, others));
        }
    }

    private Client newClient(Loop loop) {
        lastUser++;
        return new Client(TestUsers.user(new Uid(loop.node, lastUser), "nick" + lastUser), loop);
    }

    /** The server starts again with other clients, and with loops that know nothing. */
    private void loseNode(long node) {
        lastNode++;
        loops.stream().filter(loop -> loop.node == node).forEach(loop -> loop.restart(lastNode));
        clients.replaceAll(client -> client.user().uid().node() == node ? newClient(client.loop()) : client);
        tell(new ChannelCommand.NodeLost("#c", node));
    }

    private void tell(ChannelCommand command) {
        if (authority.hasEnded()) {
            authority = new SteppedAuthority();
        }
        Set<Loop> concerned =
                new HashSet<>(loops.stream().filter(this::hasMembers).toList());
        authority.tell(command);
        concerned.addAll(loops.stream().filter(this::hasMembers).toList());
        Map<Loop, Happened> heard = new HashMap<>();
        loops.forEach(loop -> {
            Happened event = hear(loop, command);
            if (event != null) {
                heard.put(loop, event);
            }
        });
        if (!heard.isEmpty()) {
            effects++;
            addOutsider(concerned, command);
            assertThat(heard.keySet()).as("who hears of %s", command).isEqualTo(concerned);
        }
        loops.forEach(this::checkCopy);
    }

    private void addOutsider(Set<Loop> concerned, ChannelCommand command) {
        if (command instanceof ChannelCommand.Say || command instanceof ChannelCommand.Invite) {
            Asker by = ((ChannelCommand.ByUser) command).by();
            loops.stream().filter(loop -> loop.inbox.getRef().equals(by.loop())).forEach(concerned::add);
        }
    }

    private void checkCopy(Loop loop) {
        assertThat(loop.copy == null).as("no copy without members").isEqualTo(!hasMembers(loop));
        if (loop.copy != null) {
            assertThat(loop.copy).hasToString(String.valueOf(authority.state.view()));
            // Goes on with what another server would have been told.
            ChannelSnapshot snapshot = loop.copy.snapshot();
            loop.copy = ChannelView.of(snapshot);
            assertThat(loop.copy).hasToString(String.valueOf(authority.state.view()));
            assertThat(loop.copy.snapshot()).hasToString(snapshot.toString());
        }
    }

    private boolean hasMembers(Loop loop) {
        ChannelView view = authority.state.view();
        return view != null
                && clients.stream()
                        .anyMatch(client -> client.loop() == loop
                                && view.member(client.user().uid()) != null);
    }

    /** What a loop does with what it is told: the one event, if there is one, and the end of the request behind it. */
    private @Nullable Happened hear(Loop loop, ChannelCommand command) {
        Happened heard = null;
        boolean ended = false;
        for (ChannelEvent event : loop.inbox.getAllReceived()) {
            assertThat(ended).as("behind the end of %s", command).isFalse();
            if (event instanceof Happened happened) {
                assertThat(heard).as("a second event of %s", command).isNull();
                heard = happened;
                apply(loop, happened);
            } else {
                ended = event instanceof ChannelEvent.Answered;
            }
        }
        boolean asks = command instanceof ChannelCommand.ByUser byUser
                && byUser.by().loop().equals(loop.inbox.getRef());
        assertThat(ended).as("the end of %s", command).isEqualTo(asks);
        return heard;
    }

    private void apply(Loop loop, Happened event) {
        if (event instanceof ChannelEvent.Joined joined && joined.view() != null) {
            assertThat(loop.copy).as("a whole channel for a loop that has it").isNull();
            loop.copy = joined.view();
        } else if (loop.copy != null) {
            loop.copy.apply(event);
        }
        if (loop.copy != null
                && clients.stream()
                        .noneMatch(client -> client.loop() == loop
                                && loop.copy.member(client.user().uid()) != null)) {
            loop.copy = null;
        }
    }
}
