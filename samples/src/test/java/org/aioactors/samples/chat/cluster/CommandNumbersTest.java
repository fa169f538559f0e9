// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import java.util.Collections;
import java.util.List;
import org.aioactors.samples.chat.channel.ChannelCommand;
import org.aioactors.samples.chat.cluster.FromChannel.Settled;
import org.aioactors.samples.chat.cluster.ToChannel.Commands;
import org.aioactors.samples.chat.network.Uid;
import org.junit.jupiter.api.Test;

class CommandNumbersTest {
    private final ActorRef<Object> loop = TestInbox.create("loop").getRef();
    private final CommandNumbers numbers = new CommandNumbers();

    @Test
    void each_command_is_decided_once() {
        assertThat(decide(5, 5, 2)).isZero();
        assertThat(decide(7, 5, 1)).isZero();
        assertThat(decide(5, 5, 3)).isEqualTo(3);
        assertThat(decide(5, 5, 4)).isEqualTo(3);
        assertThat(decide(9, 8, 1)).isZero();
    }

    @Test
    void what_comes_before_what_was_lost_has_to_come_again() {
        decide(1, 1, 1);
        assertThat(decide(3, 1, 1)).isEqualTo(CommandNumbers.TOO_EARLY);
        assertThat(decide(2, 1, 2)).isZero();
    }

    @Test
    void who_is_not_known_has_to_begin_with_what_has_not_ended() {
        assertThat(decide(8, 7, 1)).isEqualTo(CommandNumbers.TOO_EARLY);
        assertThat(decide(7, 7, 2)).isZero();
    }

    @Test
    void what_has_ended_for_the_loop_is_not_waited_for() {
        decide(1, 1, 1);
        assertThat(decide(20, 20, 1)).isZero();
        assertThat(decide(2, 2, 1)).as("on its way since long").isEqualTo(1);
    }

    @Test
    void answers_are_kept_until_the_loop_knows_them() {
        decide(1, 1, 3);
        Settled answer = new Settled("#c", 1, 2, 0, List.of());
        numbers.answered(loop, answer);
        decide(3, 2, 1);
        assertThat(numbers.answer(loop, 2)).isEqualTo(answer);
        assertThat(numbers.answer(loop, 3)).isNull();
        decide(4, 3, 1);
        assertThat(numbers.answer(loop, 2)).isNull();
    }

    @Test
    void of_a_server_that_has_gone_nothing_is_known() {
        decide(1, 1, 3);
        numbers.removeNode(2);
        assertThat(decide(4, 2, 1)).isZero();
        numbers.removeNode(1);
        assertThat(decide(5, 2, 1)).isEqualTo(CommandNumbers.TOO_EARLY);
    }

    private int decide(long first, long base, int count) {
        ChannelCommand command = new ChannelCommand.Quit("#c", new Uid(1, 1), "gone");
        int decided = numbers.decided(new Commands("#c", loop, 1, 1, first, base, Collections.nCopies(count, command)));
        for (int i = decided; decided >= 0 && i < count; i++) {
            numbers.next(loop);
        }
        return decided;
    }
}
