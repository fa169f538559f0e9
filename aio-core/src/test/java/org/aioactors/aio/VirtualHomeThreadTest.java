// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A loop's ring and timer slack belong to a thread of the kernel: a virtual thread has none of its own. */
class VirtualHomeThreadTest extends LoopTest {
    @Test
    void aVirtualThreadIsRefused() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "no virtual threads before JDK 21");
        CompletableFuture<String> refusal = new CompletableFuture<>();
        Runnable open = () -> {
            try (AioContext context = builder().build()) {
                refusal.complete("opened " + context);
            } catch (IllegalStateException refused) {
                refusal.complete(refused.getMessage());
            }
        };
        Thread thread = (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, open);
        thread.join();
        assertThat(refusal.join())
                .startsWith("a context can't live on a virtual thread")
                .contains("Thread.ofPlatform()");
    }
}
