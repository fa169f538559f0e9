// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.util.ByteString;
import java.nio.file.Path;
import org.aioactors.Aio;
import org.aioactors.net.Tcp;
import org.aioactors.os.tty.TerminalOptions;
import org.aioactors.os.tty.Tty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SerialScaleTest {
    private final ActorTestKit testKit = ActorTestKit.create();

    @AfterEach
    void shutDown() {
        testKit.shutdownTestKit();
    }

    @Test
    void aScaleIsAskedAndUnplugged() {
        TestProbe<Tty.Event> owner = testKit.createTestProbe();
        TestProbe<Tcp.Event> scale = testKit.createTestProbe();
        TestProbe<String> listener = testKit.createTestProbe();
        Aio.get(testKit.system()).terminals().tell(Tty.OpenPty.of(TerminalOptions.raw(), owner.ref()));
        Tty.PtyOpened opened = owner.expectMessageClass(Tty.PtyOpened.class);
        opened.connection().tell(Tcp.Register.of(scale.ref()));
        testKit.spawn(SerialScale.weighing(opened.other(), listener.ref()));
        scale.expectMessage(new Tcp.Received(ByteString.fromString("W\r\n")));
        opened.connection().tell(Tcp.Write.of(ByteString.fromString("1.250 kg\r\n")));
        listener.expectMessage("1.250 kg\r\n");
        opened.connection().tell(new Tcp.Close());
        listener.expectMessage("unplugged");
    }

    @Test
    void whatIsNoLineIsTold() {
        TestProbe<String> listener = testKit.createTestProbe();
        testKit.spawn(SerialScale.weighing(Path.of("/dev/null"), listener.ref()));
        listener.expectMessage("ioctl(TCGETS2)('/dev/null'): ENOTTY (Inappropriate ioctl for device)");
    }
}
