// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** A context as an executor, and as that of the calling thread. */
class ContextExecutorTest extends LoopTest {
    @Test
    void tasksRunInOrderInTheNextTurn() {
        AioContext context = closing(builder().build());
        onOtherThread(() -> {
            for (String name : new String[] {"a", "b", "c"}) {
                context.execute(logging(name));
            }
        });
        context.execute(() -> context.execute(logging("later")));
        assertThat(log).isEmpty();
        assertThat(turn(context)).containsExactly("a", "b", "c");
        assertThat(turn(context)).containsExactly("later");
    }

    @Test
    void itServesAFuture() {
        AioContext context = closing(builder().build());
        CompletableFuture<Boolean> home = CompletableFuture.supplyAsync(context::inHomeThread, context);
        context.poll(false);
        assertThat(home).isCompletedWithValue(true);
    }

    @Test
    void aTaskThatThrowsIsReported() {
        AioContext context = closing(builder().build());
        context.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        context.execute(logging("next"));
        assertThat(turn(context)).containsExactly("next");
        assertThat(takeErrors()).containsExactly("bottom half 'task': java.lang.IllegalStateException: on purpose");
    }

    @Test
    void onceClosedItRejects() {
        AioContext context = builder().build();
        Executor executor = context;
        context.close();
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> executor.execute(() -> {}))
                .withMessage("execute: context 'test' is closed");
    }

    @Test
    void nullIsNoTask() {
        AioContext context = closing(builder().build());
        assertThatNullPointerException().isThrownBy(() -> context.execute(null));
    }

    @Test
    void theCallingThreadsContextIsItsYoungest() {
        assertThat(AioContext.current()).isNull();
        AioContext first = closing(builder().build());
        AioContext second = builder().build();
        AioContext third = closing(builder().build());
        assertThat(AioContext.current()).isSameAs(third);
        second.close();
        assertThat(AioContext.current()).isSameAs(third);
        onOtherThread(() -> assertThat(AioContext.current()).isNull());
        third.close();
        assertThat(AioContext.current()).isSameAs(first);
        first.close();
        assertThat(AioContext.current()).isNull();
    }
}
