// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.net.Tcp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several have one terminal open: whoever of them closes first, the last one leaves it as the first has found it. */
class TtySharedTest extends TtyTest {
    private static final TerminalOptions RAW = TerminalOptions.raw();
    private static final TerminalOptions SLOW = TerminalOptions.serial(9_600).withExclusive(false);

    private String before;

    @BeforeEach
    void remember() {
        before = pty.behaviour();
    }

    private Tty.Opened share(TerminalOptions options) {
        terminals.tell(request(options));
        return owner.expectMessageClass(Tty.Opened.class, PATIENCE);
    }

    private void end(Tty.Opened opened) {
        opened.connection().tell(new Tcp.Abort());
        owner.expectTerminated(opened.control(), PATIENCE);
    }

    @Test
    void theFirstClosesFirst() {
        Tty.Opened first = share(RAW);
        Tty.Opened second = share(SLOW);
        String ofSecond = pty.behaviour();
        end(first);
        assertThat(pty.behaviour()).isEqualTo(ofSecond);
        end(second);
        assertThat(pty.behaviour()).isEqualTo(before);
    }

    @Test
    void theFirstClosesLast() {
        Tty.Opened first = share(RAW);
        String ofFirst = pty.behaviour();
        Tty.Opened second = share(SLOW);
        end(second);
        assertThat(pty.behaviour()).isEqualTo(ofFirst);
        end(first);
        assertThat(pty.behaviour()).isEqualTo(before);
    }

    @Test
    void theFirstChangesItsMindMeanwhile() {
        Tty.Opened first = share(RAW);
        Tty.Opened second = share(SLOW);
        first.control().tell(new Tty.Configure(TerminalOptions.cooked(), owner.ref()));
        owner.expectMessageClass(Tty.Line.class, PATIENCE);
        String ofFirst = pty.behaviour();
        end(second);
        assertThat(pty.behaviour()).isEqualTo(ofFirst);
        end(first);
        assertThat(pty.behaviour()).isEqualTo(before);
    }

    @Test
    void oneIsRefusedAsTheOtherCloses() {
        for (int i = 0; i < 50; i++) {
            Tty.Opened first = share(TerminalOptions.serial(9_600));
            terminals.tell(request(TerminalOptions.serial(19_200)));
            first.connection().tell(new Tcp.Abort());
            if (owner.expectMessageClass(Tty.Event.class, PATIENCE) instanceof Tty.Opened second) {
                end(second); // it has come late enough
            }
            owner.expectTerminated(first.control(), PATIENCE);
            Eventually.equal("behaviour", pty::behaviour, before);
        }
    }

    @Test
    void manyComeAndGoInAnyOrder() {
        Random random = new Random(4711);
        for (int round = 0; round < 10; round++) {
            List<Tty.Opened> open = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                terminals.tell(request(random.nextBoolean() ? RAW : SLOW));
            }
            for (int i = 0; i < 10; i++) {
                open.add(owner.expectMessageClass(Tty.Opened.class, PATIENCE));
            }
            Collections.shuffle(open, random);
            open.forEach(each -> each.connection().tell(new Tcp.Abort()));
            TestProbe<Object> watcher = kit.createTestProbe();
            open.forEach(each -> watcher.expectTerminated(each.control(), PATIENCE));
            assertThat(pty.behaviour()).as("round " + round).isEqualTo(before);
        }
        assertThat(TerminalLayers.terminals()).isZero();
    }
}
