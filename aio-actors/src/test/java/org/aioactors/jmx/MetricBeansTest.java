// SPDX-License-Identifier: Apache-2.0
package org.aioactors.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.aioactors.Aio;
import org.aioactors.dispatcher.AioDispatcher;
import org.aioactors.dispatcher.AioDispatcherConfigurator;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.dispatcher.DispatcherRegistry;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.dispatcher.TestConfig;
import org.aioactors.net.TcpExtension;
import org.aioactors.udp.UdpExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The beans of the platform's MBean server: there from the first look-up to the end of the system, with its figures. */
class MetricBeansTest {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();
    private static final String TYPE = "type = \"" + AioDispatcherConfigurator.class.getName() + "\"";
    private static final String TWO_LOOPS =
            "two-loops { " + TYPE + ", aio.threads = 2 }, other { " + TYPE + ", aio.threads = 1 }";
    private static final String SYSTEM = "type=System,system=beans";
    private static final String DISPATCHER = "type=Dispatcher,system=beans,dispatcher=two-loops";
    private static final String LOOP_1 = "type=Loop,system=beans,dispatcher=two-loops,loop=1";
    private static final String LOOP_2 = "type=Loop,system=beans,dispatcher=two-loops,loop=2";

    private ActorTestKit kit;

    private static ActorTestKit kit(String name, String config) {
        return ActorTestKit.create(name, TestConfig.of(config));
    }

    private void start(String config) {
        kit = kit("beans", TWO_LOOPS + config);
    }

    @AfterEach
    void stop() {
        if (kit != null) {
            kit.shutdownTestKit();
        }
        assertThat(names("")).as("beans of systems that have terminated").isEmpty();
    }

    private AioDispatcher lookUp(String id) {
        return (AioDispatcher) kit.system().dispatchers().lookup(DispatcherSelector.fromConfig(id));
    }

    /** The beans of our systems whose name contains {@code part}, without the domain. */
    private static Set<String> names(String part) {
        try {
            return SERVER.queryNames(new ObjectName("org.aioactors:system=beans*,*"), null).stream()
                    .map(name -> name.toString().substring("org.aioactors:".length()))
                    .filter(name -> name.contains(part))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (MalformedObjectNameException e) {
            throw new AssertionError(e);
        }
    }

    private static Object attribute(String name, String attribute) throws Exception {
        return SERVER.getAttribute(new ObjectName("org.aioactors:" + name), attribute);
    }

    @Test
    void thereIsOneOfEachDispatcherAndEachLoopOnceTheExtensionIsUsed() {
        start("");
        lookUp("two-loops");
        assertThat(names("")).isEmpty();
        Aio.get(kit.system());
        assertThat(names("")).containsExactlyInAnyOrder(SYSTEM, DISPATCHER, LOOP_1, LOOP_2);
        lookUp("other");
        assertThat(names("other")).hasSize(2);
        lookUp("other");
        assertThat(names("")).hasSize(6);
    }

    @Test
    void theExtensionMayBeThereFromTheStart() {
        start(", akka.actor.typed.extensions = [\"org.aioactors.Aio$Id\"]");
        lookUp("two-loops");
        assertThat(names("")).containsExactlyInAnyOrder(SYSTEM, DISPATCHER, LOOP_1, LOOP_2);
        assertThat(kit.system().hasExtension(Aio.Id.getInstance())).isTrue();
    }

    @Test
    void theyShowWhatTheDispatcherAndItsLoopsTell() throws Exception {
        start("");
        Aio.get(kit.system());
        TestProbe<String> probe = kit.createTestProbe();
        int[] messages = {0, 10, 7};
        for (int loop = 1; loop <= 2; loop++) { // the actors go to the loops in turn
            ActorRef<String> echo = kit.spawn(
                    Behaviors.<String>receiveMessage(message -> {
                        probe.ref().tell(message);
                        return Behaviors.same();
                    }),
                    DispatcherSelector.fromConfig("two-loops"));
            for (int i = 0; i < messages[loop]; i++) {
                echo.tell("message " + i);
                probe.expectMessage("message " + i);
            }
        }
        AioDispatcher dispatcher = lookUp("two-loops");
        assertThat(attribute(DISPATCHER, "Loops")).isEqualTo(2);
        assertThat(attribute(DISPATCHER, "Messages")).isEqualTo(17L);
        assertThat(attribute(DISPATCHER, "Stalls")).isEqualTo(dispatcher.stalls());
        assertThat(attribute(DISPATCHER, "AnnouncedBlocks")).isEqualTo(0L);
        assertThat(attribute(DISPATCHER, "ReliefThreads")).isEqualTo(dispatcher.reliefThreads());
        assertThat(Set.of(attribute(LOOP_1, "Messages"), attribute(LOOP_2, "Messages")))
                .isEqualTo(Set.of(10L, 7L));
        assertThat((int) attribute(LOOP_1, "Actors") + (int) attribute(LOOP_2, "Actors"))
                .isEqualTo(dispatcher.loops().stream().mapToInt(AioLoop::actors).sum())
                .isPositive();
        assertThat(attribute(LOOP_1, "Tasks")).isEqualTo(0L);
        assertThat(attribute(LOOP_1, "Stalled")).isEqualTo(false);
        assertThat((long) attribute(LOOP_1, "Turns"))
                .isPositive()
                .isLessThanOrEqualTo(
                        dispatcher.loops().get(0).metrics().context().turns());
        for (String attribute :
                new String[] {"Steals", "Waits", "BusyPollHits", "BusyPollMisses", "WakeUps", "PollNs"}) {
            assertThat((long) attribute(LOOP_1, attribute)).as(attribute).isNotNegative();
        }
        assertThat((int) attribute(LOOP_1, "QueueDepth")).isNotNegative();
    }

    @Test
    void thatOfTheSystemHasAllFiguresInOneText() throws Exception {
        start("");
        Aio.get(kit.system());
        lookUp("two-loops");
        lookUp("other");
        List<String> lines = ((String) attribute(SYSTEM, "Figures")).lines().toList();
        String loop = "loop\tnumber=%d\tactors=0\tmessages=0\ttasks=0\tsteals=0\tqueueDepth=0\tstalled=false\tturns=0"
                + "\twaits=0\tbusyPollHits=0\tbusyPollMisses=0\twakeUps=0\tpollNs=0";
        assertThat(lines)
                .containsExactly(
                        "dispatcher\tid=other\tstalls=0\tannouncedBlocks=0\treliefThreads=0",
                        loop.formatted(1),
                        "dispatcher\tid=two-loops\tstalls=0\tannouncedBlocks=0\treliefThreads=0",
                        loop.formatted(1),
                        loop.formatted(2),
                        "udp\tname=connected\tsockets=0\treceivedDatagrams=0\treceivedBytes=0\tsentDatagrams=0"
                                + "\tsentBytes=0\tdropped=0\ttruncated=0\trefused=0");
    }

    @Test
    void theCulpritOfAStallIsNamed() throws Exception {
        start(", stalls { " + TYPE + ", aio { threads = 1, stall-relief = 20 ms, stall-report = 20 ms } }");
        Aio.get(kit.system());
        CountDownLatch release = new CountDownLatch(1);
        TestProbe<String> probe = kit.createTestProbe();
        kit.<String>spawn(
                        Behaviors.receiveMessage(message -> {
                            assertThat(release.await(40, TimeUnit.SECONDS)).isTrue();
                            probe.ref().tell(message);
                            return Behaviors.same();
                        }),
                        "culprit",
                        DispatcherSelector.fromConfig("stalls"))
                .tell("over");
        String bean = "type=Dispatcher,system=beans,dispatcher=stalls";
        Eventually.equal("stalls", () -> lookUp("stalls").stalls(), 1L);
        release.countDown();
        probe.expectMessage("over");
        assertThat((String[]) attribute(bean, "LastStalls"))
                .singleElement()
                .asString()
                .startsWith("stalls-1: mailbox of Actor[akka://beans/user/culprit#");
        assertThat((String) attribute(SYSTEM, "Figures"))
                .containsPattern(
                        "\nstall\tnumber=1\tloop=stalls-1\tculprit=mailbox of Actor\\[akka://beans/user/culprit#[^\t]*"
                                + "\tageNs=[0-9]+\nloop\tnumber=1\t");
    }

    @Test
    void theyAreGoneOnceTheSystemHasTerminated() {
        start("");
        Aio.get(kit.system());
        lookUp("two-loops");
        assertThat(names("")).isNotEmpty();
        kit.system().terminate();
        assertThat(kit.system().getWhenTerminated().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(20));
        assertThat(names("")).isEmpty();
        lookUp("other");
        assertThat(names("")).isEmpty();
    }

    @Test
    void aSystemThatHasTerminatedGetsNone() {
        start("");
        AioDispatcher dispatcher = lookUp("two-loops");
        kit.shutdownTestKit();
        assertThatCode(() -> Aio.get(kit.system())).doesNotThrowAnyException();
        assertThat(Aio.get(kit.system()).dispatchers()).containsEntry("two-loops", dispatcher);
        assertThat(names("")).isEmpty();
    }

    @Test
    void systemsOfTheSameNameAreNumbered() {
        start("");
        Aio.get(kit.system());
        lookUp("two-loops");
        ActorTestKit second = kit("beans", TWO_LOOPS);
        ActorTestKit third = kit("beans", TWO_LOOPS);
        try {
            for (ActorTestKit next : new ActorTestKit[] {second, third}) {
                next.system().dispatchers().lookup(DispatcherSelector.fromConfig("two-loops"));
                Aio.get(next.system());
            }
            assertThat(names("type=Dispatcher"))
                    .containsExactlyInAnyOrder(
                            DISPATCHER,
                            "type=Dispatcher,system=beans-2,dispatcher=two-loops",
                            "type=Dispatcher,system=beans-3,dispatcher=two-loops");
        } finally {
            second.shutdownTestKit();
            third.shutdownTestKit();
        }
        assertThat(names("")).containsExactlyInAnyOrder(SYSTEM, DISPATCHER, LOOP_1, LOOP_2);
        ActorTestKit next = kit("beans", TWO_LOOPS);
        try {
            Aio.get(next.system());
            next.system().dispatchers().lookup(DispatcherSelector.fromConfig("other"));
            assertThat(names("beans-2,")).isNotEmpty();
        } finally {
            next.shutdownTestKit();
        }
    }

    @Test
    void namesThatNeedItAreQuoted() {
        start(", \"a=b,c\" { " + TYPE + ", aio.threads = 1 }");
        Aio.get(kit.system());
        lookUp("\"a=b,c\"");
        assertThat(names(""))
                .containsExactlyInAnyOrder(
                        SYSTEM,
                        "type=Dispatcher,system=beans,dispatcher=\"\\\"a=b,c\\\"\"",
                        "type=Loop,system=beans,dispatcher=\"\\\"a=b,c\\\"\",loop=1");
    }

    @Test
    void whereJmxRefusesThemOneLineSaysSoAndAllElseGoesOn() {
        start("");
        DispatcherRegistry registry =
                DispatcherRegistry.of(Adapter.toClassic(kit.system()).settings());
        BeanNames names = BeanNames.take("refused");
        MetricBeans beans = new MetricBeans(
                registry,
                TcpExtension.get(kit.system()).registry(),
                UdpExtension.get(kit.system()).registry(),
                names,
                () -> {
                    throw new SecurityException("planted");
                });
        LoggingTestKit.warn("JMX refuses the MXBeans of ActorSystem[refused]; its metrics are in the Aio extension"
                        + " only: java.lang.SecurityException: planted")
                .withOccurrences(1)
                .expect(kit.system(), () -> {
                    beans.open();
                    lookUp("two-loops");
                    return lookUp("other");
                });
        TestProbe<String> probe = kit.createTestProbe();
        IntStream.range(0, 3)
                .forEach(i -> lookUp("two-loops").execute(() -> probe.ref().tell("ran")));
        probe.expectMessage("ran");
        beans.close();
        assertThat(registry.dispatchers()).containsOnlyKeys("other", "two-loops");
    }
}
