// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Handlers that other threads set and remove while the loop waits, spins or dispatches. */
class SetHandlerDuringSleepRaceTest extends RaceTest {
    private static final int ROUNDS = 1_000;
    private static final int THREADS = 3;

    @ParameterizedTest
    @EnumSource
    void aReadyFdIsServedHoweverItsHandlerWasSet(Loop loop) {
        AioContext context = start(loop).context();
        try (EventNotifier source = EventNotifier.create(Syscalls.linux())) {
            source.set();
            for (int i = 0; i < ROUNDS; i++) {
                CountDownLatch served = new CountDownLatch(1);
                context.setFdHandler(source.fd(), FdHandler.reading(() -> {
                    context.removeFdHandler(source.fd());
                    served.countDown();
                }));
                await(served);
            }
        }
    }

    /** The numbers of fds come back at once here, on one thread or another. */
    @ParameterizedTest
    @EnumSource
    void removedHandlersAreNotCalledAlthoughTheirFdNumbersComeBack(Loop loop) {
        AioContext context = start(loop).context();
        inParallel(THREADS, number -> {
            for (int i = 0; i < ROUNDS / THREADS; i++) {
                serveOne(context, i % 2 == 0);
            }
        });
    }

    private static void serveOne(AioContext context, boolean busyPolled) {
        CountDownLatch served = new CountDownLatch(1);
        AtomicBoolean removed = new AtomicBoolean();
        try (EventNotifier source = EventNotifier.create(Syscalls.linux())) {
            FdHandler.Builder handler = FdHandler.builder().onReadable(() -> {
                assertThat(removed).as("called after it was removed").isFalse();
                served.countDown();
            });
            context.setFdHandler(source.fd(), (busyPolled ? handler.isReady(() -> true) : handler).build());
            source.set();
            await(served);
            context.removeFdHandler(source.fd());
            awaitTurnOf(context); // a call that had begun is over now
            removed.set(true);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUpdatedHandlerTakesOver(Loop loop) {
        AioContext context = start(loop).context();
        try (EventNotifier source = EventNotifier.create(Syscalls.linux())) {
            source.set();
            for (int i = 0; i < ROUNDS; i++) {
                boolean askable = i % 3 == 0;
                CountDownLatch served = new CountDownLatch(1);
                FdHandler.Builder handler = FdHandler.builder().onReadable(served::countDown);
                context.setFdHandler(source.fd(), (askable ? handler.isReady(() -> true) : handler).build());
                await(served);
            }
            context.removeFdHandler(source.fd());
            awaitTurnOf(context);
        }
    }

    @ParameterizedTest
    @EnumSource
    void externalIsDisabledAndEnabled(Loop loop) {
        AioContext context = start(loop).context();
        AtomicInteger calls = new AtomicInteger();
        try (EventNotifier source = EventNotifier.create(Syscalls.linux())) {
            source.set();
            context.setFdHandler(
                    source.fd(),
                    FdHandler.builder()
                            .onReadable(calls::incrementAndGet)
                            .external()
                            .build());
            for (int i = 0; i < ROUNDS / 10; i++) {
                context.disableExternal();
                awaitTurnOf(context); // a dispatch that had begun is over now
                int before = calls.get();
                awaitTurnOf(context);
                assertThat(calls).as("calls while external was disabled").hasValue(before);
                context.enableExternal();
                await(() -> calls.get() > before);
            }
            context.removeFdHandler(source.fd());
            awaitTurnOf(context);
        }
    }
}
