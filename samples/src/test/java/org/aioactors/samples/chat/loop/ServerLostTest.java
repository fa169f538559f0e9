// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.loop;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aioactors.samples.chat.channel.Asker;
import org.aioactors.samples.chat.channel.ChannelCommand;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelEvent.Joined;
import org.aioactors.samples.chat.channel.ChannelView;
import org.aioactors.samples.chat.channel.Channels;
import org.aioactors.samples.chat.cluster.NetworkUsers;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.Directory;
import org.aioactors.samples.chat.network.DirectoryEvent;
import org.aioactors.samples.chat.network.Server;
import org.aioactors.samples.chat.network.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a loop's clients hear when a server has gone, and of a fault of the hub. */
class ServerLostTest {
    private static final User ANN = NetworkUsers.user(1, 1, "ann");
    private static final User BOB = NetworkUsers.user(1, 2, "bob");
    private static final User FAR = NetworkUsers.user(2, 1, "far");
    private static final User OFF = NetworkUsers.user(2, 2, "off");
    private static final User ELSE = NetworkUsers.user(3, 1, "else");

    private final List<ChannelCommand> commands = new ArrayList<>();
    private final OneLoop loop = new OneLoop((hub, copies) -> new Channels() {
        @Override
        public void tell(ChannelCommand command) {
            commands.add(command);
        }

        @Override
        public void list(Asker by) {
            throw new AssertionError(by);
        }
    });
    private final OneLoop.Client ann = loop.connect(ANN);
    private final OneLoop.Client bob = loop.connect(BOB);

    @AfterEach
    void close() {
        loop.close();
    }

    private void channel(String name, User first, User... members) {
        loop.hub.tell(new Joined(name, 0, first.uid(), first, "", ChannelView.of(NetworkUsers.channel(name, members))));
    }

    private void join(String channel, User user) {
        loop.hub.tell(new Joined(channel, 0, user.uid(), user, "", null));
    }

    private void lost() {
        Server server = new Server(
                2, "irc2.example", "", TestInbox.<Directory.Command>create().getRef(), List.of());
        loop.hub.tell(new DirectoryEvent.ServerLost(server, List.of(FAR, OFF)));
    }

    private String members(String channel) {
        return loop.onLoop(here -> String.valueOf(
                here.view(channel).members().stream().map(m -> m.user().nick()).toList()));
    }

    @Test
    void each_user_of_it_quits_once_for_each_client_that_shares_channels_with_them() {
        channel("#a", ANN, ELSE, FAR, OFF, ANN);
        join("#a", BOB);
        channel("#b", ANN, FAR, ANN);
        ann.lines();
        bob.lines();
        lost();
        List<String> quits = List.of(
                ":far!~far@far.example QUIT :irc1.example irc2.example",
                ":off!~off@off.example QUIT :irc1.example irc2.example");
        assertThat(ann.lines()).containsExactlyInAnyOrderElementsOf(quits);
        assertThat(bob.lines()).containsExactlyInAnyOrderElementsOf(quits);
        assertThat(members("#a")).isEqualTo("[else, ann, bob]");
        assertThat(members("#b")).isEqualTo("[ann]");
        loop.hub.tell(new ChannelEvent.NodeGone("#a", 2));
        loop.hub.tell(new ChannelEvent.NodeGone("#b", 2));
        ann.reads();
        assertThat(commands).isEmpty();
    }

    @Test
    void whom_the_authority_had_let_in_meanwhile_it_lets_go() {
        channel("#a", ANN, ANN);
        ann.lines();
        lost();
        join("#a", FAR);
        loop.hub.tell(new ChannelEvent.NodeGone("#a", 2));
        ann.reads(":far!~far@far.example JOIN #a", ":far!~far@far.example QUIT :irc1.example irc2.example");
        assertThat(members("#a")).isEqualTo("[ann]");
    }

    @Test
    void who_has_gone_with_their_server_is_not_kicked_any_more() {
        channel("#a", ANN, FAR, ANN);
        ann.lines();
        lost();
        ann.lines();
        loop.hub.tell(new ChannelEvent.Kicked("#a", 0, ANN.uid(), ANN.source(), FAR.uid(), "far", "out"));
        ann.reads();
    }

    @Test
    @SuppressWarnings("NullAway") // the fault
    void a_client_whose_answer_meets_a_fault_does_not_wait_for_ever() {
        List<Reply> impossible = Arrays.asList((Reply) null);
        loop.hub.tell(new ChannelEvent.Answered("#a", 7, ANN.uid(), impossible));
        assertThat(ann.ends()).containsExactly(new ClientEvent.Done(7));
        loop.hub.tell(new ChannelEvent.ChannelsListed(8, ANN.uid(), List.of()));
        assertThat(ann.ends()).containsExactly(new ClientEvent.Listed(8, List.of()));
    }
}
