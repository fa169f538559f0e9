// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.aio.linux.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listener that the kernel gives errors instead of connections. */
@EachTransport
class TcpAcceptTest extends TcpTest {
    private final TestKernel kernel = new TestKernel();
    private final AtomicInteger failuresLeft = new AtomicInteger();

    @Override
    String config() {
        // one loop, so that the listener has looked for more when the connection that it accepted answers
        return "aio.net.tcp.accept-pause = 50 ms, " + AIO + ".aio.threads = 1";
    }

    private Tcp.Bound bindWithFailures(int count, int errno) {
        Tcp.Bound bound = bind(settings(kernel.syscalls()));
        failuresLeft.set(count);
        kernel.answer(call -> call.name().equals("accept4") && failuresLeft.getAndDecrement() > 0 ? -errno : null);
        return bound;
    }

    private void expectServed(Peer peer) throws IOException {
        TestProbe<Tcp.Event> handler = register(server.expectMessageClass(Tcp.Connected.class, PATIENCE));
        peer.send("hello");
        expectReceived(handler, "hello");
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EMFILE, Errno.ENFILE, Errno.ENOBUFS, Errno.ENOMEM})
    void outOfResourcesItPausesAndTriesAgain(int errno) throws IOException {
        Tcp.Bound bound = bindWithFailures(3, errno);
        expectServed(connectTo(bound));
        // three in vain, a pause after each; the one that succeeds; and the one that finds no more
        assertThat(kernel.count("accept4")).isEqualTo(5);
    }

    @Test
    void outOfFdsItSaysSo() throws IOException {
        Tcp.Bound bound = bindWithFailures(1, Errno.EMFILE);
        expectLogged(
                LoggingTestKit.warn("): EMFILE (Too many open files): not accepting; trying again every PT0.05S"
                        + " (aio.net.tcp.accept-pause); raise the limit of open files (ulimit -n)"),
                () -> connectTo(bound));
        accepted();
    }

    @Test
    void outOfMemoryItGivesNoAdviceOnFds() throws IOException {
        Tcp.Bound bound = bindWithFailures(1, Errno.ENOMEM);
        expectLogged(
                LoggingTestKit.warn("")
                        .withMessageRegex("accept4\\(fd=\\d+\\): ENOMEM \\(Cannot allocate memory\\): not accepting;"
                                + " trying again every PT0.05S \\(aio.net.tcp.accept-pause\\)"),
                () -> connectTo(bound));
        accepted();
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.ECONNABORTED, Errno.EPROTO, Errno.EHOSTUNREACH, Errno.ENETDOWN, Errno.EPERM})
    void theErrorOfOneConnectionIsNoConcernOfTheNext(int errno) throws IOException {
        Tcp.Bound bound = bindWithFailures(1, errno);
        expectServed(connectTo(bound));
        assertThat(kernel.count("accept4")).isEqualTo(3);
    }

    @Test
    void itCanBeUnboundInThePause() throws IOException {
        Tcp.Bound bound = bind(TcpSettings.of(ConfigFactory.parseString("aio.net.tcp.accept-pause = 1 h")
                        .withFallback(systemConfig()))
                .with(kernel.syscalls()));
        kernel.answer(call -> call.name().equals("accept4") ? -Errno.EMFILE : null);
        expectLogged(LoggingTestKit.warn("EMFILE"), () -> connectTo(bound));
        bound.listener().tell(new Tcp.Unbind());
        server.expectMessage(new Tcp.Unbound());
        server.expectTerminated(bound.listener());
    }

    @Test
    void aConnectionThatCannotBeSetUpIsClosedAlone() throws IOException {
        Tcp.Bound bound = bind(settings(kernel.syscalls()));
        AtomicInteger failures = new AtomicInteger(1);
        kernel.answer(
                call -> call.name().equals("getsockname") && failures.getAndDecrement() > 0 ? -Errno.EINVAL : null);
        connectTo(bound).expectEnd();
        expectServed(connectTo(bound));
    }
}
