// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.MailboxSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioTimer;
import org.aioactors.aio.ClockType;
import org.aioactors.aio.FdMonitorKind;
import org.aioactors.aio.linux.uring.NeedsIoUring;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Actors that must not leave their loop's own thread, while that is held up. */
class PinnedActorTest {
    private static final Props PINNED =
            MailboxSelector.fromConfig("aio.pinned-mailbox").withDispatcherFromConfig("one-loop");

    private final OneLoop loop = new OneLoop("pinned", "stall-relief = 10 ms, stall-report = 10 ms");
    private final TestProbe<String> probe = loop.kit.createTestProbe();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void stop() {
        release.countDown();
        loop.close();
    }

    private void holdUp() {
        CountDownLatch entered = new CountDownLatch(1);
        loop.<String>spawnDoing(message -> {
                    entered.countDown();
                    OneLoop.awaitAnnounced(release);
                })
                .tell("block");
        OneLoop.await(entered);
    }

    private static String where() {
        return AioLoop.current().inLoopThread() ? "at home" : "abroad";
    }

    private Behavior<String> tellingWhere() {
        return Behaviors.receiveMessage(message -> {
            probe.ref().tell(message + " " + where());
            return Behaviors.same();
        });
    }

    @Test
    void anActorWithAPinnedMailboxWaitsForTheOwnThread() {
        ActorRef<String> pinned = loop.kit.spawn(tellingWhere(), PINNED);
        ActorRef<String> free = loop.spawn(tellingWhere());
        holdUp();
        pinned.tell("pinned");
        free.tell("free");
        probe.expectMessage("free abroad");
        free.tell("free");
        probe.expectMessage("free abroad");
        probe.expectNoMessage();
        release.countDown();
        probe.expectMessage("pinned at home");
        free.tell("free");
        probe.expectMessage("free at home");
    }

    @Test
    void anActorThatRequiredTheLoopIsPinnedFromThenOn() {
        ActorRef<String> actor = loop.spawn(Behaviors.setup(context -> {
            AioLoop.require("the test");
            return tellingWhere();
        }));
        actor.tell("required");
        probe.expectMessage("required at home");
        holdUp();
        actor.tell("required");
        probe.expectNoMessage();
        release.countDown();
        probe.expectMessage("required at home");
    }

    @Test
    void tasksGivenToTheLoopItselfWaitForTheOwnThread() {
        AioLoop own = loop.dispatcher().loops().get(0);
        holdUp();
        own.execute(() -> probe.ref().tell("executed " + where()));
        probe.expectNoMessage();
        release.countDown();
        probe.expectMessage("executed at home");
    }

    @Test
    void whoRequiresTheLoopOnAReliefThreadGetsItWhenTheOwnThreadIsBackAndKeepsIt() {
        AtomicInteger unguarded = new AtomicInteger();
        holdUp();
        ActorRef<String> visitor = loop.spawn(Behaviors.setup(context -> {
            String before = where();
            AioLoop here = AioLoop.require("the test");
            assertThat(here.inLoopThread()).isTrue();
            AioContext aio = here.context();
            AioTimer timer = aio.newTimer(ClockType.REALTIME, () -> {
                assertThat(unguarded.get()).isEqualTo(2); // callbacks wait for the end of the visit
                probe.ref().tell("due " + where());
            });
            unguarded.set(1);
            timer.modify(aio.nowNs(ClockType.REALTIME));
            probe.ref().tell("started " + before);
            OneLoop.await(new CountDownLatch(0));
            unguarded.set(2);
            return tellingWhere();
        }));
        ActorRef<String> free = loop.spawn(tellingWhere());
        free.tell("free");
        probe.expectMessage("free abroad"); // though the visitor waits
        visitor.tell("visitor");
        release.countDown();
        probe.expectMessage("started abroad");
        assertThat(new String[] {probe.receiveMessage(), probe.receiveMessage()})
                .containsExactlyInAnyOrder("due at home", "visitor at home");
    }

    @Test
    @NeedsIoUring
    void whoRequiresTheLoopOnAnotherThreadMayMakeRequestsOfItsRing() {
        CountDownLatch waits = new CountDownLatch(1);
        holdUp();
        loop.<String>spawnDoing(message -> {
                    waits.countDown();
                    AioContext aio = AioLoop.require("the test").context();
                    assertThat(aio.fdMonitor()).isEqualTo(FdMonitorKind.IO_URING);
                    aio.requests().nop((result, flags) -> probe.ref().tell("nop " + result + " " + where()));
                    assertThatIllegalStateException().isThrownBy(() -> aio.poll(false));
                    probe.ref().tell("requested");
                })
                .tell("request");
        OneLoop.await(waits);
        probe.expectNoMessage();
        release.countDown();
        probe.expectMessage("requested");
        probe.expectMessage("nop 0 at home");
    }

    @Test
    void severalMayRequireTheLoopAtATimeAndGetItOneByOne() {
        AtomicInteger inside = new AtomicInteger();
        CountDownLatch waiting = new CountDownLatch(10);
        holdUp();
        for (int i = 0; i < 10; i++) {
            loop.<String>spawnDoing(message -> {
                        waiting.countDown();
                        AioLoop.require("the test");
                        assertThat(inside.incrementAndGet()).isOne();
                        probe.ref().tell("in");
                        inside.decrementAndGet();
                    })
                    .tell("require");
        }
        OneLoop.await(waiting);
        release.countDown();
        for (int i = 0; i < 10; i++) {
            probe.expectMessage("in");
        }
    }

    @Test
    void whoRequiresTheLoopWhenTheOwnThreadIsBackAlreadyGetsIt() {
        CountDownLatch abroad = new CountDownLatch(1);
        CountDownLatch back = new CountDownLatch(1);
        holdUp();
        loop.<String>spawnDoing(message -> {
                    String before = where();
                    abroad.countDown();
                    OneLoop.await(back);
                    assertThat(AioLoop.require("the test").inLoopThread()).isTrue();
                    probe.ref().tell("visited from " + before);
                })
                .tell("visit late");
        OneLoop.await(abroad);
        release.countDown();
        AioLoop own = loop.dispatcher().loops().get(0);
        own.execute(() -> probe.ref().tell("back"));
        probe.expectMessage("back");
        back.countDown();
        probe.expectMessage("visited from abroad");
        own.execute(() -> probe.ref().tell("back again"));
        probe.expectMessage("back again");
    }
}
