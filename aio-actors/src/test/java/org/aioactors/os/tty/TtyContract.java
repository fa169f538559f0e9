// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import static org.assertj.core.api.Assertions.assertThat;

import akka.util.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aioactors.aio.linux.Errno;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.net.Noise;
import org.aioactors.net.Tcp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Terminals, however the loops ask the kernel. */
abstract class TtyContract extends TtyTest {
    private static final int MUCH = 1 << 20;

    @Test
    void inRawModeAllBytesPassAsTheyAre() {
        byte[] all = new byte[256];
        IntStream.range(0, all.length).forEach(value -> all[value] = (byte) value);
        Tty.Opened opened = open(TerminalOptions.serial(115_200));
        send(all);
        assertThat(receive(all.length)).isEqualTo(ByteString.fromArray(all));
        opened.connection().tell(new Tcp.Write(ByteString.fromArray(all), "ack"));
        assertThat(take(all.length)).isEqualTo(all);
        bytes.expectMessage(PATIENCE, new Tcp.Ack("ack"));
        close(opened);
    }

    @Test
    void inCookedModeALineIsEditedAndEchoed() {
        Tty.Opened opened = open(TerminalOptions.cooked());
        send("abx\u007fc\r".getBytes(StandardCharsets.US_ASCII));
        assertThat(receive(4)).isEqualTo(ByteString.fromString("abc\n"));
        opened.connection().tell(Tcp.Write.of(ByteString.fromString("out\n")));
        String seen = "abx\b \bc\r\nout\r\n";
        assertThat(new String(take(seen.length()), StandardCharsets.US_ASCII)).isEqualTo(seen);
        close(opened);
    }

    @ParameterizedTest
    @ValueSource(ints = {9_600, 31_250, 115_200, 250_000})
    void theDriverTellsTheRateThatItHas(int baud) {
        Tty.Opened opened = open(TerminalOptions.serial(baud));
        assertThat(opened.line()).isEqualTo(LineSettings.of(baud));
        opened.control().tell(new Tty.Configure(TerminalOptions.serial(2 * baud), owner.ref()));
        assertThat(owner.expectMessageClass(Tty.Line.class).line().baud()).isEqualTo(2 * baud);
        opened.control().tell(new Tty.ReadLine(owner.ref()));
        assertThat(owner.expectMessageClass(Tty.Line.class).line()).hasToString(2 * baud + " 8N1");
        close(opened);
    }

    @Test
    void muchIsSentToAReaderThatIsSlow() {
        byte[] noise = Noise.bytes(MUCH, 1);
        Tty.Opened opened = open(TerminalOptions.raw());
        for (int sent = 0; sent < MUCH; sent += 1 << 16) {
            ByteString piece = ByteString.fromArray(noise, sent, 1 << 16);
            opened.connection().tell(new Tcp.Write(piece, sent));
        }
        assertThat(take(MUCH)).isEqualTo(noise);
        for (int sent = 0; sent < MUCH; sent += 1 << 16) {
            bytes.expectMessage(PATIENCE, new Tcp.Ack(sent));
        }
        close(opened);
    }

    @Test
    void aHandlerThatDoesNotReadHoldsUpTheLine() {
        byte[] noise = Noise.bytes(MUCH, 2);
        Tty.Opened opened = open(TerminalOptions.raw());
        opened.connection().tell(new Tcp.SuspendReading());
        opened.control().tell(new Tty.ReadSize(owner.ref())); // answered after that, on the same loop
        owner.expectMessageClass(Tty.Size.class, PATIENCE);
        long taken = 0;
        for (long piece = 1; piece > 0; taken += Math.max(0, piece)) {
            piece = pty.write(noise, (int) taken, (int) (MUCH - taken));
            assertThat(piece).isNotEqualTo(MUCH - taken);
        }
        opened.connection().tell(new Tcp.ResumeReading());
        byte[] rest = Arrays.copyOfRange(noise, (int) taken, MUCH);
        send(rest);
        assertThat(receive(MUCH)).isEqualTo(ByteString.fromArray(noise));
        close(opened);
    }

    @Test
    void theOtherEndIsClosed() {
        Tty.Opened opened = open(TerminalOptions.serial(9_600));
        pty.close();
        bytes.expectMessage(PATIENCE, new Tcp.PeerClosed());
        owner.expectTerminated(opened.control(), PATIENCE);
    }

    @Test
    void theOtherEndIsClosedWhileMuchIsUnsent() {
        Tty.Opened opened = open(TerminalOptions.raw());
        opened.connection().tell(Tcp.Write.of(Noise.string(MUCH, 3)));
        take(1);
        pty.close();
        assertThat(bytes.expectMessageClass(Tcp.ConnectionClosed.class, PATIENCE))
                .isInstanceOfAny(Tcp.PeerClosed.class, Tcp.ErrorClosed.class);
        owner.expectTerminated(opened.control(), PATIENCE);
    }

    @Test
    void aPseudoterminalIsMadeForOthersToOpen() {
        Tty.OpenPty request = Tty.OpenPty.of(TerminalOptions.raw(), owner.ref());
        terminals.tell(request);
        Tty.PtyOpened opened = owner.expectMessageClass(Tty.PtyOpened.class, PATIENCE);
        opened.connection().tell(Tcp.Register.of(bytes.ref()));
        assertThat(opened.request()).isSameAs(request);
        terminals.tell(new Tty.Open(opened.other(), TerminalOptions.unchanged(), owner.ref()));
        Tty.Opened other = owner.expectMessageClass(Tty.Opened.class, PATIENCE);
        other.connection().tell(Tcp.Write.of(ByteString.fromString("hello\n")));
        assertThat(receive(6)).isEqualTo(ByteString.fromString("hello\n"));
        other.control().tell(new Tty.ReadSize(owner.ref()));
        assertThat(owner.expectMessageClass(Tty.Size.class).size()).isEqualTo(TerminalSize.DEFAULT);
        other.connection().tell(new Tcp.Abort());
        bytes.expectMessage(PATIENCE, new Tcp.PeerClosed());
        owner.expectTerminated(opened.control(), PATIENCE);
        owner.expectTerminated(other.control(), PATIENCE);
    }

    @Test
    void aPseudoterminalThatHoldsOutlivesThoseWhoOpenIt() {
        terminals.tell(new Tty.OpenPty(TerminalOptions.raw(), TerminalSize.DEFAULT, true, owner.ref()));
        Tty.PtyOpened opened = owner.expectMessageClass(Tty.PtyOpened.class, PATIENCE);
        opened.connection().tell(Tcp.Register.of(bytes.ref()));
        for (int visitor = 0; visitor < 3; visitor++) {
            terminals.tell(new Tty.Open(opened.other(), TerminalOptions.serial(9_600), owner.ref()));
            Tty.Opened other = owner.expectMessageClass(Tty.Opened.class, PATIENCE);
            other.connection().tell(Tcp.Write.of(ByteString.fromString("x")));
            other.connection().tell(new Tcp.Close());
            receive(1);
            owner.expectTerminated(other.control(), PATIENCE);
        }
        bytes.expectNoMessage(Duration.ofMillis(20));
        opened.connection().tell(new Tcp.Close());
        bytes.expectMessage(PATIENCE, new Tcp.Closed());
        owner.expectTerminated(opened.control(), PATIENCE);
        assertThat(refused(new Tty.Open(opened.other(), TerminalOptions.raw(), owner.ref()))
                        .errno())
                .isIn(Errno.ENOENT, Errno.EIO);
    }

    @Test
    void thousandsOfOpeningsLeaveNothingOpen() {
        String before = pty.behaviour();
        long terminalsBefore = openTerminals();
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 40; i++) {
                terminals.tell(request(TerminalOptions.unchanged()));
            }
            for (int i = 0; i < 40; i++) {
                owner.expectMessageClass(Tty.Opened.class, PATIENCE)
                        .connection()
                        .tell(new Tcp.Abort());
            }
        }
        Eventually.equal("open terminals", TtyContract::openTerminals, terminalsBefore);
        assertThat(pty.behaviour()).isEqualTo(before);
    }

    private static long openTerminals() {
        try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
            return links.filter(TtyContract::isTerminal).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isTerminal(Path link) {
        try {
            return Files.readSymbolicLink(link).startsWith("/dev/pts");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
