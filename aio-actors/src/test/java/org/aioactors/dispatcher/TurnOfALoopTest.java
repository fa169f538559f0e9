// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.FdHandler;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens in a turn of a loop beside its queue: between callbacks, and at the end. */
class TurnOfALoopTest {
    private static final int MAILBOXES_PER_TURN = 2;

    private final OneLoop system = new OneLoop("turn", "mailboxes-per-turn = " + MAILBOXES_PER_TURN);
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final ActorRef<String> logger = system.spawnDoing(log::add);

    @AfterEach
    void stop() {
        system.close();
    }

    private <T> T onTheLoop(Function<AioLoop, T> doing) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        system.spawn(Behaviors.<Void>setup(context -> {
            try {
                result.complete(doing.apply(AioLoop.require("a test")));
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
            return Behaviors.stopped();
        }));
        return result.get(20, TimeUnit.SECONDS);
    }

    /** Has so many fds become ready in one turn, each of which tells the actor that logs; returns who did what in which order. */
    private List<String> wakenBy(int fds) throws Exception {
        List<EventNotifier> events = new ArrayList<>();
        try {
            AioContext context = onTheLoop(loop -> {
                for (int i = 0; i < fds; i++) {
                    EventNotifier event = EventNotifier.create(Syscalls.linux());
                    events.add(event);
                    loop.context().setFdHandler(event.fd(), FdHandler.reading(() -> {
                        event.testAndClear();
                        log.add("fd");
                        logger.tell("actor");
                        loop.runWoken();
                    }));
                }
                events.forEach(EventNotifier::set);
                return loop.context();
            });
            Eventually.equal("heard of", log::size, 2 * fds);
            events.forEach(event -> context.removeFdHandler(event.fd()));
            return List.copyOf(log);
        } finally {
            events.forEach(EventNotifier::close);
        }
    }

    @Test
    void whatACallbackWakesRunsBeforeTheNextOne() throws Exception {
        int fds = 8 * MAILBOXES_PER_TURN;
        assertThat(wakenBy(fds))
                .isEqualTo(IntStream.range(0, fds)
                        .boxed()
                        .flatMap(i -> Stream.of("fd", "actor"))
                        .toList());
    }

    @Test
    void aTurnWithManyCallbacksRunsNoMoreActorsThanFdsWaitForElsewhere() throws Exception {
        int fds = 40 * MAILBOXES_PER_TURN;
        List<String> order = wakenBy(fds);
        assertThat(order.subList(0, order.lastIndexOf("fd")).stream().filter("actor"::equals))
                .as("actors between callbacks")
                .hasSize(8 * MAILBOXES_PER_TURN);
    }

    @Test
    void whileAnActorRunsNoOtherDoes() throws Exception {
        onTheLoop(loop -> {
            logger.tell("actor");
            loop.runWoken();
            return log.add("not yet");
        });
        Eventually.equal("log", () -> List.copyOf(log), List.of("not yet", "actor"));
    }

    @Test
    void onAnotherThreadNothingIsRun() throws Exception {
        AioLoop loop = onTheLoop(own -> own);
        loop.runWoken();
        logger.tell("actor");
        Eventually.equal("log", () -> List.copyOf(log), List.of("actor"));
        assertThatIllegalStateException()
                .isThrownBy(() -> loop.addTurnEnd(busy -> false))
                .withMessageContaining("only one-loop-1 itself may use its end of a turn");
    }

    @Test
    void atTheEndOfATurnItIsKnownWhetherMoreWaits() throws Exception {
        CompletableFuture<List<Boolean>> ends = new CompletableFuture<>();
        List<Boolean> seen = new ArrayList<>();
        onTheLoop(loop -> {
            loop.addTurnEnd(busy -> {
                seen.add(busy);
                if (!busy) {
                    ends.complete(List.copyOf(seen));
                }
                return false;
            });
            for (int i = 0; i < 3 * MAILBOXES_PER_TURN; i++) {
                loop.execute(() -> {});
            }
            return null;
        });
        assertThat(ends.get(20, TimeUnit.SECONDS)).startsWith(true, true).endsWith(false);
    }

    @Test
    void aLoopWithMoreToDoAtTheEndOfATurnDoesNotSleep() throws Exception {
        CompletableFuture<Integer> ends = new CompletableFuture<>();
        int[] calls = {0};
        onTheLoop(loop -> {
            loop.addTurnEnd(busy -> {
                if (++calls[0] == 1_000) {
                    ends.complete(calls[0]);
                }
                return calls[0] < 1_000;
            });
            return null;
        });
        assertThat(ends.get(20, TimeUnit.SECONDS)).isEqualTo(1_000);
    }

    @Test
    void allThatIsToBeDoneAtTheEndOfATurnIsDone() throws Exception {
        CompletableFuture<String> second = new CompletableFuture<>();
        CompletableFuture<String> third = new CompletableFuture<>();
        onTheLoop(loop -> {
            loop.addTurnEnd(busy -> {
                if (!second.isDone()) {
                    throw new IllegalStateException("planted");
                }
                return false;
            });
            loop.addTurnEnd(busy -> {
                second.complete("second");
                return true; // so that there is another turn
            });
            loop.addTurnEnd(busy -> {
                third.complete("third");
                return false;
            });
            return null;
        });
        assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo("second");
        assertThat(third.get(20, TimeUnit.SECONDS)).isEqualTo("third");
    }

    @Test
    void aFailureAtTheEndOfATurnIsReportedAndTheLoopGoesOn() throws Exception {
        CompletableFuture<String> after = new CompletableFuture<>();
        onTheLoop(loop -> {
            boolean[] failed = {false};
            loop.addTurnEnd(busy -> {
                if (!failed[0]) {
                    failed[0] = true;
                    throw new IllegalStateException("planted");
                }
                after.complete("went on");
                return false;
            });
            return null;
        });
        assertThat(after.get(20, TimeUnit.SECONDS)).isEqualTo("went on");
        logger.tell("actor");
        Eventually.equal("log", () -> List.copyOf(log), List.of("actor"));
    }
}
