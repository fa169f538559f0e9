// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.aioactors.Aio;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.FdEvents;
import org.aioactors.aio.linux.FdIo;
import org.aioactors.aio.linux.PtyPair;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.fd.NoFdLeaks;
import org.aioactors.net.Tcp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the tests of terminals share: an actor system, and a pseudoterminal that stands in for a line. */
@ExtendWith(NoFdLeaks.class)
abstract class TtyTest {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** The end of the test; what is opened by {@link PtyPair#path} is under test. */
    final PtyPair pty = new PtyPair();

    ActorTestKit kit;

    /** Owns what is opened, and hears what is answered. */
    TestProbe<Tty.Event> owner;

    /** Hears of the bytes. */
    TestProbe<Tcp.Event> bytes;

    ActorRef<Tty.Command> terminals;

    String fdMonitor() {
        return "auto";
    }

    @BeforeEach
    void start() {
        kit = ActorTestKit.create(
                "terminals",
                ConfigFactory.parseString("aio-default-dispatcher { shutdown-timeout = 50 ms"
                                + ", aio { threads = 2, fd-monitor = " + fdMonitor() + " } }")
                        .withFallback(ConfigFactory.load()));
        owner = kit.createTestProbe();
        bytes = kit.createTestProbe();
        terminals = Aio.get(kit.system()).terminals();
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
        pty.close();
    }

    Tty.Open request(TerminalOptions options) {
        return new Tty.Open(Path.of(pty.path), options, owner.ref());
    }

    /** The pseudoterminal, with {@link #bytes} registered. */
    Tty.Opened open(TerminalOptions options) {
        Tty.Open request = request(options);
        terminals.tell(request);
        Tty.Opened opened = owner.expectMessageClass(Tty.Opened.class, PATIENCE);
        assertThat(opened.request()).isSameAs(request);
        opened.connection().tell(Tcp.Register.of(bytes.ref()));
        return opened;
    }

    /** Opens it and expects to be refused. */
    TtyException refused(Tty.Command request) {
        terminals.tell(request);
        Tty.Failed failed = owner.expectMessageClass(Tty.Failed.class, PATIENCE);
        assertThat(failed.request()).isSameAs(request);
        return failed.cause();
    }

    /** What has arrived, as soon as it is so much. */
    ByteString receive(int length) {
        ByteString all = ByteString.emptyByteString();
        while (all.length() < length) {
            all = all.concat(
                    bytes.expectMessageClass(Tcp.Received.class, PATIENCE).data());
        }
        return all;
    }

    /** Writes all to the line. */
    void send(byte[] data) {
        for (int sent = 0; sent < data.length; ) {
            FdIo.await(pty.master.value(), FdEvents.OUT);
            long taken = pty.write(data, sent, data.length - sent);
            sent += (int) (taken == -Errno.EAGAIN ? 0 : SyscallException.check(taken, "write"));
        }
    }

    /** What the line has brought, as soon as it is so much. */
    byte[] take(int length) {
        byte[] all = new byte[length];
        for (int taken = 0; taken < length; ) {
            FdIo.await(pty.master.value(), FdEvents.IN);
            byte[] piece = pty.read(length - taken);
            System.arraycopy(piece, 0, all, taken, piece.length);
            taken += piece.length;
        }
        return all;
    }

    void close(Tty.Opened opened) {
        opened.connection().tell(new Tcp.Close());
        bytes.expectMessage(PATIENCE, new Tcp.Closed());
        owner.expectTerminated(opened.control(), PATIENCE);
    }
}
