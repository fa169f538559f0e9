// SPDX-License-Identifier: Apache-2.0
package org.aioactors.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two actor systems of one name in one process, one of Akka and one of Pekko. */
class SideBySideTest {
    private final Variant akka = new AkkaVariant();
    private final Variant pekko = new PekkoVariant();

    @AfterEach
    void close() {
        akka.close();
        pekko.close();
    }

    @Test
    void eachHasItsOwnLoopsMailboxAndScheduler() throws Exception {
        assertThat(get(akka.pinnedThread())).startsWith("both-aio-default-dispatcher-");
        assertThat(get(pekko.pinnedThread())).startsWith("both-aio-pekko-default-dispatcher-");
        assertThat(get(akka.timerThread())).startsWith("both-akka.actor.default-dispatcher-");
        assertThat(get(pekko.timerThread())).startsWith("both-pekko.actor.default-dispatcher-");
    }

    @Test
    void theyTalkWithEachOtherOverTcp() throws Exception {
        assertThat(get(pekko.ask(get(akka.echo()), 17))).isEqualTo(17);
        assertThat(get(akka.ask(get(pekko.echo()), 71))).isEqualTo(71);
    }

    @Test
    void jmxShowsTheLoopsOfBoth() throws Exception {
        get(akka.echo());
        get(pekko.echo());
        assertThat(loops("org.aioactors"))
                .contains("akka.actor.default-dispatcher", "aio-default-dispatcher")
                .noneMatch(dispatcher -> dispatcher.contains("pekko"));
        assertThat(loops("org.aioactors.pekko"))
                .contains("pekko.actor.default-dispatcher", "aio-pekko-default-dispatcher")
                .noneMatch(dispatcher -> dispatcher.contains("akka"));
    }

    private static Set<String> loops(String domain) throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName(domain + ":type=Loop,system=both,*"), null)
                .stream()
                .map(name -> name.getKeyProperty("dispatcher"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void eventsOfTheFlightRecorderHaveDifferentNames() {
        FlightRecorder.register(org.aioactors.trace.LoopStallEvent.class);
        FlightRecorder.register(org.aioactors.pekko.trace.LoopStallEvent.class);
        List<String> names = FlightRecorder.getFlightRecorder().getEventTypes().stream()
                .map(EventType::getName)
                .filter(name -> name.startsWith("org.aioactors."))
                .toList();
        assertThat(names).doesNotHaveDuplicates().contains("org.aioactors.LoopStall", "org.aioactors.pekko.LoopStall");
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }
}
