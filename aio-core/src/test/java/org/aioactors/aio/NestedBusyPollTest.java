// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.Test;

/** Busy polling in polls inside callbacks: whoever's callback runs is not asked (B1). */
class NestedBusyPollTest extends BusyPollingContract {
    NestedBusyPollTest(MonitorSetup setup) {
        super(setup);
    }

    @Test
    void itsOwnCallbackIsNotReenteredByANestedPoll() {
        EventNotifier source = source();
        FdHandler handler = FdHandler.builder()
                .onReadable(() -> {
                    source.testAndClear();
                    log.add("read{");
                    kernel.onNextWait(context::notifyContext);
                    context.poll(true);
                    log.add("}read");
                })
                .isReady(() -> log.add("ask") && ready.getOrDefault("a", false))
                .build();
        context.setFdHandler(source.fd(), handler);
        source.set();
        assertThat(turn()).containsExactly("read{", "}read");
        ready.put("a", true);
        assertThat(blockingTurn()).containsExactly("ask", "read{", "}read");
        assertThat(blockingTurn()).containsExactly("ask", "read{", "}read");
    }

    @Test
    void norByTheNextOneAfterTheFirstHasCalledItAgain() {
        EventNotifier source = source();
        int[] depth = new int[1];
        FdHandler handler = FdHandler.builder()
                .onReadable(() -> {
                    if (depth[0]++ == 0) {
                        context.poll(false); // the fd is not drained yet
                        log.add("called again");
                        kernel.onNextWait(context::notifyContext);
                        context.poll(true);
                    } else {
                        source.testAndClear();
                    }
                })
                .isReady(() -> log.add("ask"))
                .build();
        context.setFdHandler(source.fd(), handler);
        source.set();
        assertThat(turn()).containsExactly("called again");
        assertThat(depth).containsExactly(2);
    }

    @Test
    void aNestedPollAsksTheOthers() {
        EventNotifier outer = member("outer");
        member("other");
        FdHandler nesting = FdHandler.builder()
                .onReadable(() -> {
                    log.add("outer{");
                    ready.put("other", true);
                    context.poll(true);
                    ready.put("other", false);
                    log.add("}outer");
                })
                .isReady(() -> log.add("ask outer"))
                .build();
        context.setFdHandler(outer.fd(), nesting);
        context.poll(false);
        log.clear();
        blockingTurn();
        assertThat(blockingTurn())
                .containsExactly("ask other", "ask outer", "outer{", "ask other", "read other", "}outer");
    }
}
