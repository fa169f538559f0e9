// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

import static org.aioactors.fd.FdWatch.Interest.READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.aioactors.dispatcher.AioLoop;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What goes wrong with a watch is told in words, and to the one who did it. */
class FdWatchMisuseTest extends FdWatchTest {
    private FdWatch create() {
        return FdWatch.create(pipe.reader.value(), probe.ref(), ready -> ready);
    }

    @Test
    void itIsCreatedOnALoop() {
        assertThatThrownBy(this::create)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "an fd watch needs an actor on an aio dispatcher, but this is thread '%s'; spawn the actor"
                                + " with DispatcherSelector.fromConfig(\"aio-default-dispatcher\")",
                        Thread.currentThread().getName());
    }

    @Test
    void itIsCreatedByAnActorOfAnAioDispatcher() {
        Puppet elsewhere = Puppet.spawn(kit, "akka.actor.default-dispatcher");
        assertThatThrownBy(() -> elsewhere.call(this::create))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "an fd watch needs an actor on an aio dispatcher, but this is thread 'fd-watch-")
                .hasMessageEndingWith("'; set akka.actor.default-dispatcher.type ="
                        + " \"org.aioactors.dispatcher.AioDispatcherConfigurator\", or spawn the actor with"
                        + " DispatcherSelector.fromConfig(\"aio-default-dispatcher\")");
    }

    @Test
    void itIsCreatedByAnActorNotATask() {
        AioLoop loop = puppet.call(AioLoop::current);
        CompletableFuture<FdWatch> created = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                created.complete(create());
            } catch (IllegalStateException e) {
                created.completeExceptionally(e);
            }
        });
        assertThat(created)
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .withMessage("an fd watch is created by an actor, not by a task on its loop");
    }

    @Test
    void aNegativeFdIsRefused() {
        assertThatThrownBy(() -> watch(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a file descriptor: -1");
    }

    @Test
    void aClosedWatchIsNotArmed() {
        int fd = pipe.reader.value();
        FdWatch watch = watch(fd);
        puppet.run(watch::close);
        assertThatThrownBy(() -> arm(watch, READ))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the watch of fd " + fd + " is closed");
        puppet.run(watch::disarm);
    }

    @Test
    void theTestInMemoryComesBeforeTheFirstArm() {
        int fd = pipe.reader.value();
        FdWatch watch = watch(fd);
        arm(watch, READ);
        assertThatThrownBy(() -> puppet.run(() -> watch.isReady(() -> true)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the watch of fd " + fd + " was armed already; call isReady before arm");
    }

    @Test
    void aClosedFdIsNotWatched() {
        pipe.reader.close();
        assertThatThrownBy(() -> puppet.run(() -> FdWatch.owning(pipe.reader, probe.ref(), ready -> ready)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was used after it was closed");
    }

    @Test
    void itIsUsedOnItsLoopOnly() {
        FdWatch watch = watch(pipe.reader.value());
        expectRefused(() -> watch.arm(READ));
        expectRefused(watch::disarm);
        expectRefused(watch::close);
        arm(watch, READ);
        pipe.write();
        probe.expectMessage(FdReady.READABLE);
    }

    private void expectRefused(ThrowingCallable use) {
        assertThatThrownBy(use)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "the watch of fd %s is for its actor on one-loop-1 alone, but this is thread '%s'; send the"
                                + " actor a message",
                        pipe.reader.value(), Thread.currentThread().getName());
    }

    @Test
    void aMessageThatCannotBeMadeIsLoggedOnceAndLost() {
        FdWatch watch = puppet.call(() -> FdWatch.create(pipe.reader.value(), probe.ref(), ready -> {
            throw new IllegalStateException("planted");
        }));
        LoggingTestKit.error(IllegalStateException.class)
                .withMessageContains("onReadable of 'fd")
                .withOccurrences(1)
                .expect(kit.system(), () -> {
                    arm(watch, READ);
                    pipe.write();
                    expectNothing();
                    return null;
                });
    }
}
