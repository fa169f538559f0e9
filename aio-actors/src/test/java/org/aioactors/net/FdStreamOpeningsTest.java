// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.fd.Openings;
import org.aioactors.fd.Puppet;
import org.aioactors.fd.TestPipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What thousands of streams of fds leave open: nothing. */
@EachTransport
@Timeout(600)
class FdStreamOpeningsTest extends TcpTest {
    private static final int AT_ONCE = 50;

    @Test
    void ofPipes() {
        Puppet puppet = Puppet.spawn(kit, AIO);
        TestProbe<Tcp.Event> handler = probe();
        Openings.repeat(1_000, AT_ONCE, () -> {
            List<ActorRef<Tcp.ConnectionCommand>> streams = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                TestPipe pipe = new TestPipe(); // both of its ends are the stream's
                streams.add(puppet.call(
                        () -> FdStream.open(kit.system(), pipe.reader, pipe.writer, "test", handler.ref())));
            }
            for (ActorRef<Tcp.ConnectionCommand> stream : streams) {
                stream.tell(Tcp.Register.of(handler.ref()));
                stream.tell(new Tcp.Close());
            }
            for (int i = 0; i < AT_ONCE; i++) {
                handler.expectMessage(PATIENCE, new Tcp.Closed());
            }
        });
    }
}
