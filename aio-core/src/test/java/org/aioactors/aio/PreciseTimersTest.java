// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.FaultySyscalls;
import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.TimerSlack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whether the kernel may end the waits of a loop late. */
@ExtendWith(FdLeakExtension.class)
class PreciseTimersTest {
    /** The slack of a new thread after it has opened and closed a context. */
    private static int slackAfter(AioContextBuilder builder) throws Exception {
        CompletableFuture<Integer> slackNs = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            builder.build().close();
            slackNs.complete(TimerSlack.get(Syscalls.linux()));
        });
        thread.start();
        thread.join();
        return slackNs.get(20, TimeUnit.SECONDS);
    }

    @Test
    void aThreadThatWantsItHasNoSlack() throws Exception {
        assertThat(slackAfter(AioContext.builder().preciseTimers())).isEqualTo(1);
    }

    @Test
    void theSlackOfOtherThreadsStaysAsItIs() throws Exception {
        assertThat(slackAfter(AioContext.builder())).isGreaterThan(1);
    }

    @Test
    void anAioThreadHasNone() throws Exception {
        AioContextBuilder builder = AioContext.builder();
        AioThread thread = AioThread.start("precise", builder);
        CompletableFuture<Integer> slackNs = new CompletableFuture<>();
        thread.context().scheduleOneshot("slack", () -> slackNs.complete(TimerSlack.get(Syscalls.linux())));
        assertThat(slackNs.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        thread.requestStop();
        thread.join();
        assertThat(slackAfter(builder)).isGreaterThan(1);
    }

    @Test
    void aKernelThatRefusesIsNoFailure() throws Exception {
        FaultySyscalls refusing = new FaultySyscalls(Syscalls.linux()).fail("prctl", 1, Errno.EPERM);
        assertThat(slackAfter(AioContext.builder().syscalls(refusing).preciseTimers()))
                .isGreaterThan(1);
    }
}
