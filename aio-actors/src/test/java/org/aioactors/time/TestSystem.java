// SPDX-License-Identifier: Apache-2.0
package org.aioactors.time;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.DispatcherSelector;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.dispatcher.TestConfig;
import scala.concurrent.ExecutionContext;

/** An actor system on our scheduler, with a dispatcher {@code loops} of one loop that ends 50 ms after its last actor. */
final class TestSystem implements AutoCloseable {
    static final DispatcherSelector LOOPS = DispatcherSelector.fromConfig("loops");

    final ActorTestKit kit;
    private final String name;

    TestSystem(String name, String more) {
        this.name = name;
        kit = ActorTestKit.create(name, TestConfig.of("""
                akka.scheduler.implementation = "org.aioactors.time.AioScheduler"
                loops {
                  type = "org.aioactors.dispatcher.AioDispatcherConfigurator"
                  shutdown-timeout = 50 ms
                  aio.threads = 1
                }
                """ + more));
    }

    AioScheduler scheduler() {
        return (AioScheduler)
                akka.actor.typed.javadsl.Adapter.toClassic(kit.system()).scheduler();
    }

    ExecutionContext loops() {
        return kit.system().dispatchers().lookup(LOOPS);
    }

    /** Runs on the loop and waits for that. */
    void onLoop(Runnable task) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        ((Executor) loops()).execute(() -> {
            task.run();
            done.countDown();
        });
        assertDone(done);
    }

    /** Waits until the dispatcher's thread has ended. */
    void awaitLoopEnd() {
        Eventually.equal(
                "loop threads", () -> Eventually.loopThreads(name + "-").isEmpty(), true);
    }

    /** Holds up the scheduler's own thread until the returned latch is counted down. */
    CountDownLatch holdUpScheduler() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        scheduler()
                .scheduleOnce(
                        java.time.Duration.ofNanos(1),
                        () -> {
                            held.countDown();
                            assertDone(release);
                        },
                        new TestExecutor());
        assertDone(held);
        return release;
    }

    static void assertDone(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
        awaitLoopEnd();
    }
}
