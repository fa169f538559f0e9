// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.Test;

/** How requests live in the turns of the loop: batches, order, nesting, busy polling, external handlers. */
class RequestsInTheLoopTest extends RequestTest {
    private static final long HERE = FileRequests.CURRENT_POSITION;

    private Completion logging(String name, Runnable then) {
        return (result, flags) -> {
            log.add(name);
            then.run();
        };
    }

    private Completion noting(String name) {
        return logging(name, () -> {});
    }

    @Test
    void requestsAndTheWaitForThemAreOneSystemCall() {
        for (int i = 0; i < 20; i++) {
            requests.nop(noting("nop"));
        }
        assertThat(kernel.takeLooks()).isZero();
        context.poll(true);
        assertThat(takeLog()).hasSize(20);
        assertThat(kernel.takeWaitsNs()).hasSize(1);
        assertThat(kernel.takeLooks()).isZero();
    }

    @Test
    void aRequestMadeInACallbackIsSubmittedByTheNextTurn() {
        requests.nop(logging("first", () -> requests.nop(noting("second"))));
        assertThat(turn(context)).containsExactly("first");
        assertThat(turn(context)).containsExactly("second");
    }

    @Test
    void completionsComeAfterFdsAndBeforeTimers() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), draining("fd", source));
        requests.nop(noting("request"));
        context.newTimer(ClockType.REALTIME, logging("timer")).modify(0);
        context.scheduleOneshot("bottom half", logging("bottom half"));
        assertThat(turn(context)).containsExactly("bottom half", "fd", "request", "timer");
    }

    @Test
    void completionsAreProgress() {
        requests.nop(noting("nop"));
        assertThat(context.poll(false)).isTrue();
        assertThat(context.poll(false)).isFalse();
    }

    @Test
    void aNestedPollTakesOverWhatIsNotYetDispatched() {
        requests.nop(logging("1{", () -> {
            requests.nop(noting("new"));
            context.poll(false);
            log.add("}1");
        }));
        requests.nop(noting("2"));
        requests.nop(noting("3"));
        assertThat(turn(context)).containsExactly("1{", "2", "3", "new", "}1");
        assertThat(turn(context)).isEmpty();
    }

    @Test
    void aNestedPollWaitsForACompletion() {
        Pipe pipe = blockingPipe();
        context.scheduleOneshot("outer", () -> {
            Answer read = new Answer();
            requests.files().read(pipe.readFd(), memory, 0, 8, HERE, read);
            kernel.onNextWait(() -> pipe.write(1));
            read.await();
            log.add("read");
        });
        assertThat(turn(context)).containsExactly("read");
    }

    @Test
    void aChainOfRequestsStarvesNobody() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), FdHandler.reading(logging("fd")));
        AioTimer timer = context.newTimer(ClockType.REALTIME, logging("timer"));
        Completion[] again = new Completion[1];
        again[0] = logging("request", () -> requests.nop(again[0]));
        requests.nop(again[0]);
        for (int i = 0; i < 20; i++) {
            timer.modify(0);
            assertThat(turn(context)).containsExactly("fd", "request", "timer");
        }
        context.close();
        assertThat(takeErrors()).as("the chain ends with the context").hasSize(1);
    }

    @Test
    void bottomHalvesThatNeverEndDoNotStarveRequests() {
        BottomHalf[] busy = new BottomHalf[1];
        busy[0] = closing(context.newBottomHalf("busy", () -> busy[0].schedule()));
        busy[0].schedule();
        Answer nop = new Answer();
        requests.nop(nop);
        nop.await();
        Pipe pipe = blockingPipe();
        Answer read = new Answer();
        requests.files().read(pipe.readFd(), memory, 0, 8, HERE, read);
        settle();
        pipe.write(1);
        assertThat(read.await()).isEqualTo(1);
    }

    @Test
    void whatIsQueuedAsTheLoopLeavesPollModeIsSubmittedByItsWait() {
        open(builder().pollParams(new PollParams(1_000_000_000L, 2, 2)));
        EventNotifier source = source();
        Answer nop = new Answer();
        boolean[] once = new boolean[1];
        context.setFdHandler(
                source.fd(),
                FdHandler.builder()
                        .onReadable(source::testAndClear)
                        .isReady(() -> {
                            if (once[0]) {
                                once[0] = false;
                                requests.nop(nop);
                            }
                            return false;
                        })
                        .build());
        for (int i = 0; i < 20; i++) {
            source.set(); // joins, and opens the window
            pollUntilProgress(context);
        }
        once[0] = true;
        assertThat(nop.await()).isZero();
    }

    @Test
    void withRequestsOnlyTheLoopLearnsToBusyPollAndSeesCompletionsInMemory() {
        open(builder().pollParams(new PollParams(1_000_000_000L, 2, 2)));
        for (int i = 0; i < 100; i++) {
            requests.nop(noting("nop"));
            pollUntilProgress(context);
        }
        assertThat(context.pollNs()).isPositive();
        takeLog();
        kernel.takeWaitsNs();
        for (int i = 0; i < 10; i++) {
            requests.nop(noting("nop"));
            pollUntilProgress(context);
        }
        assertThat(takeLog()).hasSize(10);
        assertThat(kernel.takeWaitsNs()).as("waits in the kernel").isEmpty();
    }

    @Test
    void requestsGoOnWhileExternalHandlersAreDisabled() {
        EventNotifier external = setSource();
        context.setFdHandler(
                external.fd(),
                FdHandler.builder()
                        .onReadable(() -> {
                            log.add("external");
                            external.testAndClear();
                        })
                        .external()
                        .build());
        EventNotifier internal = source();
        context.setFdHandler(internal.fd(), draining("internal", internal));
        context.disableExternal();
        Pipe pipe = blockingPipe();
        Answer read = new Answer();
        requests.files().read(pipe.readFd(), memory, 0, 8, HERE, read);
        settle();
        kernel.onNextWait(() -> pipe.write(1));
        assertThat(read.await()).isEqualTo(1);
        Answer nop = new Answer();
        AioRequest timeout = requests.timeout(Duration.ofSeconds(100), new Answer());
        requests.nop(nop);
        assertThat(nop.await()).isZero();
        internal.set();
        pollUntil(() -> log.contains("internal"));
        timeout.cancel();
        pollUntil(timeout::isDone);
        assertThat(takeLog()).containsExactly("internal");
        context.enableExternal();
        pollUntil(() -> !log.isEmpty());
        assertThat(takeLog()).containsExactly("external");
    }

    @Test
    void aLoopThatSleepsWhileExternalIsDisabledIsStillWokenByOthers() {
        requests.timeout(Duration.ofSeconds(100), new Answer());
        context.disableExternal();
        settle();
        kernel.onNextWait(() -> onOtherThread(() -> context.scheduleOneshot("work", logging("work"))));
        pollUntil(() -> !log.isEmpty());
        assertThat(takeLog()).containsExactly("work");
    }

    @Test
    void aDisabledLoopDoesNotSpinOnWhatTheRingKnowsOfExternalFds() {
        EventNotifier external = source();
        context.setFdHandler(
                external.fd(),
                FdHandler.builder().onReadable(logging("external")).external().build());
        settle(); // armed in the ring
        context.disableExternal();
        requests.timeout(Duration.ofSeconds(100), new Answer());
        external.set();
        settle();
        kernel.onNextWait(context::notifyContext);
        kernel.takeWaitsNs();
        context.poll(true);
        assertThat(kernel.takeWaitsNs()).as("it sleeps").hasSize(1);
        assertThat(log).isEmpty();
    }
}
