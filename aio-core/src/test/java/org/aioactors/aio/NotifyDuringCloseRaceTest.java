// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads that notify a context while it is closed do no harm to whoever gets its fd numbers. */
class NotifyDuringCloseRaceTest extends RaceTest {
    private static final int ROUNDS = 100;

    @ParameterizedTest
    @EnumSource
    void lateNotificationsHitNobodyElse(Loop loop) {
        AtomicReference<AioThread> present = new AtomicReference<>(start(loop));
        AtomicBoolean over = new AtomicBoolean();
        inParallel(2, number -> {
            if (number == 0) {
                for (int i = 0; !over.get(); i++) {
                    AioContext context = present.get().context();
                    context.notifyContext();
                    if (i % 100 == 0) {
                        context.scheduleOneshot("work", () -> {});
                    }
                }
            } else {
                try {
                    replaceAgainAndAgain(loop, present);
                } finally {
                    over.set(true);
                }
            }
        });
    }

    /** Work that comes while a context is closed is left behind, and the context says so. */
    @Override
    void failed(String where, Throwable failure) {
        if (!String.valueOf(failure.getMessage()).contains("will not run: work")) {
            super.failed(where, failure);
        }
    }

    private void replaceAgainAndAgain(Loop loop, AtomicReference<AioThread> present) {
        for (int i = 0; i < ROUNDS; i++) {
            AioThread old = present.get();
            old.requestStop();
            join(old);
            try (EventNotifier successor = EventNotifier.create(Syscalls.linux())) {
                AioThread next = start(loop);
                assertThat(successor.testAndClear())
                        .as("somebody wrote to an fd that is not theirs")
                        .isFalse();
                present.set(next);
            }
        }
    }
}
