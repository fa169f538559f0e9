// SPDX-License-Identifier: Apache-2.0
package org.aioactors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.fd.NoFdLeaks;
import org.aioactors.net.Tcp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The extension of an actor system. */
@ExtendWith(NoFdLeaks.class)
class AioTest {
    private ActorTestKit kit;

    private Aio start(String config) {
        kit = ActorTestKit.create(
                "aio-test",
                ConfigFactory.parseString(config, ConfigParseOptions.defaults().setOriginDescription("app.conf"))
                        .withFallback(ConfigFactory.load()));
        return Aio.get(kit.system());
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void thereIsOneOfEachSystem() {
        Aio aio = start("");
        assertThat(Aio.get(kit.system())).isSameAs(aio);
        assertThat(aio.tcp()).isSameAs(aio.tcp());
    }

    @Test
    void threadsThatAskAtOnceGetTheSameTcp() throws Exception {
        Aio aio = start("");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<ActorRef<Tcp.Command>>> asking = IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<ActorRef<Tcp.Command>>) aio::tcp)
                    .toList();
            Set<ActorRef<Tcp.Command>> answers =
                    threads.invokeAll(asking).stream().map(AioTest::result).collect(Collectors.toSet());
            assertThat(answers).hasSize(1);
        } finally {
            threads.shutdown();
        }
    }

    private static <T> T result(Future<T> done) {
        try {
            return done.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tcpListensOnTheDispatcherThatIsSet() {
        Aio aio = start(
                "aio.net.dispatcher = my.loops, my.loops.type = org.aioactors.dispatcher.AioDispatcherConfigurator");
        TestProbe<Tcp.Event> probe = kit.createTestProbe();
        aio.tcp().tell(Tcp.Bind.of(probe.ref(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        probe.expectMessageClass(Tcp.Bound.class);
        assertThat(Eventually.loopThreads("aio-test-"))
                .contains("aio-test-my.loops-1")
                .noneMatch(name -> name.startsWith("aio-test-aio-default-dispatcher"));
    }

    @Test
    void tcpNeedsAnAioDispatcher() {
        Aio aio = start("aio.net.dispatcher = akka.actor.default-dispatcher");
        assertThatThrownBy(aio::tcp)
                .isInstanceOf(ConfigException.BadValue.class)
                .hasMessage(
                        "app.conf: 1: Invalid value at 'aio.net.dispatcher': 'akka.actor.default-dispatcher' is not an"
                                + " aio dispatcher; set akka.actor.default-dispatcher.type ="
                                + " \"org.aioactors.dispatcher.AioDispatcherConfigurator\" or name another,"
                                + " such as aio-default-dispatcher");
    }

    @Test
    void tcpNeedsADispatcherThatExists() {
        Aio aio = start("aio.net.dispatcher = no-such-dispatcher");
        assertThatThrownBy(aio::tcp)
                .isInstanceOf(ConfigException.BadValue.class)
                .hasMessage("app.conf: 1: Invalid value at 'aio.net.dispatcher': there is no dispatcher"
                        + " 'no-such-dispatcher'; name one that is, such as aio-default-dispatcher");
    }

    @Test
    void aWrongSettingIsTold() {
        Aio aio = start("aio.net.tcp.accept-batch = 0");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(aio::tcp)
                    .isInstanceOf(ConfigException.BadValue.class)
                    .hasMessage(
                            "app.conf: 1: Invalid value at 'aio.net.tcp.accept-batch': must be greater than 0, not 0");
        }
    }
}
