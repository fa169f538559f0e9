// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.fd.Openings;
import org.aioactors.net.Tcp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What thousands of openings of terminals leave: nothing. */
@Timeout(600)
class TtyOpeningsTest extends TtyTest {
    private static final int AT_ONCE = 20;

    private void end(List<ActorRef<Tcp.ConnectionCommand>> connections, List<ActorRef<Tty.Control>> controls) {
        TestProbe<Object> watcher = kit.createTestProbe();
        connections.forEach(connection -> connection.tell(new Tcp.Abort()));
        controls.forEach(control -> watcher.expectTerminated(control, PATIENCE));
        watcher.stop();
    }

    @Test
    void ofPseudoterminals() {
        Openings.repeat(300, AT_ONCE, () -> {
            List<ActorRef<Tcp.ConnectionCommand>> connections = new ArrayList<>();
            List<ActorRef<Tty.Control>> controls = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                terminals.tell(new Tty.OpenPty(TerminalOptions.raw(), TerminalSize.DEFAULT, i % 2 == 0, owner.ref()));
            }
            for (int i = 0; i < AT_ONCE; i++) {
                Tty.PtyOpened opened = owner.expectMessageClass(Tty.PtyOpened.class, PATIENCE);
                connections.add(opened.connection());
                controls.add(opened.control());
            }
            end(connections, controls);
        });
    }

    @Test
    void ofOneTerminal() {
        String before = pty.behaviour();
        Openings.repeat(300, AT_ONCE, () -> {
            List<ActorRef<Tcp.ConnectionCommand>> connections = new ArrayList<>();
            List<ActorRef<Tty.Control>> controls = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                terminals.tell(request(TerminalOptions.raw()));
            }
            for (int i = 0; i < AT_ONCE; i++) {
                Tty.Opened opened = owner.expectMessageClass(Tty.Opened.class, PATIENCE);
                connections.add(opened.connection());
                controls.add(opened.control());
            }
            end(connections, controls);
            assertThat(pty.behaviour()).isEqualTo(before);
        });
    }
}
