// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.Test;

/** Polls inside callbacks (S27, S37). */
class NestedPollTest extends MonitorContract {
    NestedPollTest(MonitorSetup setup) {
        super(setup);
    }

    /** A handler that drains its source, logs, and polls once more in between. */
    private FdHandler drainingThenPolling(String name, EventNotifier source) {
        return FdHandler.reading(() -> {
            source.testAndClear();
            log.add(name + "{");
            context.poll(false);
            log.add("}" + name);
        });
    }

    @Test
    void aNestedPollTakesOverTheOuterBatch() {
        List<EventNotifier> sources = List.of(setSource(), setSource(), setSource());
        for (EventNotifier source : sources) {
            context.setFdHandler(source.fd(), drainingThenPolling("fd", source));
        }
        assertThat(turn()).containsExactly("fd{", "fd{", "fd{", "}fd", "}fd", "}fd");
        assertThat(turn()).isEmpty();
    }

    @Test
    void whatTheNestedPollServedTheOuterOneDoesNotServeAgain() {
        EventNotifier a = setSource();
        EventNotifier b = setSource();
        context.setFdHandler(a.fd(), drainingThenPolling("fd", a));
        context.setFdHandler(b.fd(), drainingThenPolling("fd", b));
        a.set();
        assertThat(turn()).containsExactly("fd{", "fd{", "}fd", "}fd");
    }

    @Test
    void anFdNotDrainedReenters() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), FdHandler.reading(() -> {
            log.add("read");
            if (log.size() < 10) {
                context.poll(false);
            } else {
                source.testAndClear();
            }
        }));
        assertThat(turn()).hasSize(10);
        assertThat(turn()).isEmpty();
    }

    @Test
    void theOuterBatchIsServedEvenIfItIsNotReadyAnyMore() {
        EventNotifier a = setSource();
        EventNotifier b = setSource();
        EventNotifier late = source();
        context.setFdHandler(late.fd(), draining("late", late));
        Runnable nest = () -> {
            a.testAndClear();
            b.testAndClear();
            late.set();
            log.add("batch");
            context.poll(false);
        };
        context.setFdHandler(a.fd(), FdHandler.reading(nest));
        context.setFdHandler(b.fd(), FdHandler.reading(nest));
        assertThat(turn()).containsExactly("batch", "late", "batch", "late");
        assertThat(turn()).isEmpty();
    }

    @Test
    void whatANestedPollRemovesTheOuterOneDoesNotCall() {
        EventNotifier a = setSource();
        EventNotifier b = setSource();
        Runnable nest = () -> {
            log.add("fd");
            context.scheduleOneshot("remove both", () -> {
                context.removeFdHandler(a.fd());
                context.removeFdHandler(b.fd());
            });
            context.poll(false);
        };
        context.setFdHandler(a.fd(), FdHandler.reading(nest));
        context.setFdHandler(b.fd(), FdHandler.reading(nest));
        assertThat(turn()).containsExactly("fd");
        assertThat(turn()).isEmpty();
    }

    @Test
    void aNestedBlockingPollSleepsAndIsWoken() {
        EventNotifier outer = setSource();
        EventNotifier inner = source();
        context.setFdHandler(inner.fd(), draining("inner", inner));
        context.setFdHandler(outer.fd(), FdHandler.reading(() -> {
            outer.testAndClear();
            kernel.onNextWait(inner::set);
            pollUntilProgress(context);
            log.add("outer");
        }));
        assertThat(turn()).containsExactly("inner", "outer");
    }

    @Test
    void anotherThreadWakesANestedPoll() {
        context.scheduleOneshot("outer", () -> {
            kernel.onNextWait(() -> onOtherThread(() -> context.scheduleOneshot("inner", logging("inner"))));
            pollUntilProgress(context);
            log.add("outer");
        });
        assertThat(turn()).containsExactly("inner", "outer");
    }

    @Test
    void nestedPollsFinishTheOlderBottomHalvesFirst() {
        context.scheduleOneshot("1", () -> {
            log.add("1{");
            context.scheduleOneshot("new", logging("new"));
            context.poll(false);
            log.add("}1");
        });
        context.scheduleOneshot("2", logging("2"));
        context.scheduleOneshot("3", logging("3"));
        assertThat(turn()).containsExactly("1{", "2", "3", "new", "}1");
        assertThat(turn()).isEmpty();
    }

    @Test
    void timersRunInNestedPollsAndInTimers() {
        AioTimer inner = context.newTimer(ClockType.REALTIME, logging("inner"));
        context.newTimer(ClockType.REALTIME, () -> {
                    log.add("outer{");
                    inner.modify(0);
                    context.poll(false);
                    log.add("}outer");
                })
                .modify(0);
        assertThat(turn()).containsExactly("outer{", "inner", "}outer");
    }

    @Test
    void handlersComeAndGoAtAnyDepth() {
        List<EventNotifier> sources = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sources.add(setSource());
        }
        addAtDepth(sources, 0);
        assertThat(turn()).hasSize(sources.size());
        assertThat(turn()).isEmpty();
    }

    /** Each handler removes itself and adds the next one, which is served by a poll inside it. */
    private void addAtDepth(List<EventNotifier> sources, int depth) {
        EventNotifier source = sources.get(depth);
        context.setFdHandler(source.fd(), FdHandler.reading(() -> {
            log.add("depth " + depth);
            context.removeFdHandler(source.fd());
            if (depth + 1 < sources.size()) {
                addAtDepth(sources, depth + 1);
                context.poll(false);
            }
        }));
    }
}
