// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.util.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.aioactors.dispatcher.Eventually;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and compounds as writes. */
@EachTransport
class TcpWriteFileTest extends TcpTest {
    static final int SIZE = 3_000_000;

    @TempDir
    private Path folder;

    private final TestKernel kernel = new TestKernel();
    private final byte[] content = Noise.bytes(SIZE, 1);
    Path file;
    private Peer peer;
    Tcp.Connected connected;
    TestProbe<Tcp.Event> handler;

    @BeforeEach
    void connect() throws IOException {
        file = Files.write(folder.resolve("grüße.bin"), content);
        peer = connectTo(bind(settings(kernel.syscalls())));
        connected = accepted();
        handler = register(connected);
    }

    private Tcp.Write text(String text) {
        return new Tcp.Write(ByteString.fromString(text), text);
    }

    private void expectFileClosed() {
        assertThat(kernel.count("close")).as("closes of the file").isEqualTo(1);
    }

    @Test
    void aPartOfAFileIsSentBetweenWrites() throws IOException {
        connected.connection().tell(text("before"));
        connected.connection().tell(new Tcp.WriteFile(file, 1_000, SIZE - 3_000, "file"));
        connected.connection().tell(text("after"));
        peer.expect("before");
        assertThat(peer.receive(SIZE - 3_000)).isEqualTo(Arrays.copyOfRange(content, 1_000, SIZE - 2_000));
        peer.expect("after");
        handler.expectMessage(new Tcp.Ack("before"));
        handler.expectMessage(new Tcp.Ack("file"));
        handler.expectMessage(new Tcp.Ack("after"));
        expectFileClosed();
    }

    @Test
    void nothingOfAFileIsSentToo() throws IOException {
        connected.connection().tell(new Tcp.WriteFile(file, 0, 0, "nothing"));
        connected.connection().tell(text("after"));
        peer.expect("after");
        handler.expectMessage(new Tcp.Ack("nothing"));
        expectFileClosed();
    }

    @Test
    void aFileThatIsNotThereIsRefusedAndSoIsWhatFollows() throws IOException {
        Path missing = folder.resolve("missing");
        connected.connection().tell(new Tcp.WriteFile(missing, 0, 10, "file"));
        connected.connection().tell(text("after"));
        assertThat(handler.expectMessageClass(Tcp.CommandFailed.class).cause())
                .hasMessage("openat('" + missing + "'): ENOENT (No such file or directory)");
        handler.expectMessageClass(Tcp.CommandFailed.class);
        connected.connection().tell(new Tcp.ResumeWriting());
        handler.expectMessage(new Tcp.WritingResumed());
        connected.connection().tell(text("again"));
        peer.expect("again");
    }

    @Test
    void aFileThatIsTooShortEndsTheConnection() throws IOException {
        connected.connection().tell(new Tcp.WriteFile(file, SIZE - 10, 11, "file"));
        assertThat(peer.receive(10)).isEqualTo(Arrays.copyOfRange(content, SIZE - 10, SIZE));
        assertThat(handler.expectMessageClass(Tcp.ErrorClosed.class, PATIENCE).cause())
                .matches("(sendfile|pread)\\(fd=\\d+\\): the file is shorter than was to be written");
    }

    @Test
    void aFileNotSentYetIsClosedWithItsConnection() {
        connected
                .connection()
                .tell(new Tcp.CompoundWrite(List.of(
                        Tcp.Write.of(ByteString.fromArrayUnsafe(Noise.much())), new Tcp.WriteFile(file, 0, 10, null))));
        connected.connection().tell(new Tcp.Abort());
        handler.expectMessage(new Tcp.Aborted());
        assertThat(kernel.count("openat")).isEqualTo(1);
        Eventually.equal("closes of file and socket", () -> kernel.count("close"), 2L);
    }

    /** The first part's water mark makes a message that fails; the rest is for nobody. */
    @Test
    void aFileBehindTheEndOfItsConnectionIsClosed() throws IOException {
        TestKernel other = new TestKernel();
        connectTo(bind(settings(other.syscalls())));
        Tcp.Connected failing = accepted();
        failing.connection()
                .tell(Tcp.Register.of(handler.ref(), event -> {
                            throw new IllegalStateException("planted");
                        })
                        .with(RegisterOptions.DEFAULT.withWaterMarks()));
        expectLogged(LoggingTestKit.error("the connection is aborted"), () -> failing.connection()
                .tell(new Tcp.CompoundWrite(List.of(
                        Tcp.Write.of(ByteString.fromArrayUnsafe(Noise.much())),
                        new Tcp.WriteFile(file, 0, 10, null)))));
        server.expectTerminated(failing.connection());
        assertThat(other.count("openat")).isEqualTo(1);
        Eventually.equal("closes of file and socket", () -> other.count("close"), 2L);
    }

    @Test
    void aCompoundIsOneWrite() throws IOException {
        connected
                .connection()
                .tell(new Tcp.CompoundWrite(List.of(text("a"), new Tcp.WriteFile(file, 5, 7, "file"), text("b"))));
        peer.expect("a");
        assertThat(peer.receive(7)).isEqualTo(Arrays.copyOfRange(content, 5, 12));
        peer.expect("b");
        handler.expectMessage(new Tcp.Ack("a"));
        handler.expectMessage(new Tcp.Ack("file"));
        handler.expectMessage(new Tcp.Ack("b"));
    }

    @Test
    void aCompoundWithAFileThatIsNotThereLeavesNoneOpen() {
        connected
                .connection()
                .tell(new Tcp.CompoundWrite(List.of(
                        new Tcp.WriteFile(file, 0, 10, "file"),
                        new Tcp.WriteFile(folder.resolve("missing"), 0, 10, null))));
        handler.expectMessageClass(Tcp.CommandFailed.class);
        expectFileClosed();
    }
}
