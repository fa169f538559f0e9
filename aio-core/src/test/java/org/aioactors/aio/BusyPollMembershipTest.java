// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.Test;

/** Members of the poll list that are updated or removed: each begin has its end, and nobody removed is asked (B6). */
class BusyPollMembershipTest extends BusyPollingContract {
    BusyPollMembershipTest(MonitorSetup setup) {
        super(setup);
    }

    /** Turns poll mode on, by a member that is ready once. */
    private void startPollMode(String name) {
        ready.put(name, true);
        blockingTurn();
        ready.put(name, false);
    }

    @Test
    void aRemovedOneIsNotAskedAnyMore() {
        EventNotifier a = member("a");
        context.removeFdHandler(a.fd());
        context.poll(false);
        assertThat(blockingTurn()).isEmpty();
    }

    @Test
    void removalInPollModeCallsTheEnd() {
        EventNotifier a = member("a");
        member("b");
        startPollMode("a");
        context.removeFdHandler(a.fd());
        assertThat(takeLog()).containsExactly("end a");
        context.poll(false);
        assertThat(blockingTurn()).endsWith("end b", "ask b").doesNotContain("ask a", "end a", "begin b");
    }

    @Test
    void removalOutsidePollModeCallsNoEnd() {
        EventNotifier a = member("a");
        blockingTurn();
        context.removeFdHandler(a.fd());
        context.poll(false);
        assertThat(blockingTurn()).isEmpty();
    }

    @Test
    void removalInACallbackCallsTheEndAtOnce() {
        EventNotifier a = member("a");
        startPollMode("a");
        context.scheduleOneshot("remove", () -> {
            context.removeFdHandler(a.fd());
            log.add("removed");
        });
        assertThat(blockingTurn()).containsExactly("end a", "removed");
        assertThat(blockingTurn()).isEmpty();
    }

    @Test
    void removalByTheTestOfAnother() {
        EventNotifier a = member("a");
        EventNotifier b = member("b");
        onAsked.put("b", () -> context.removeFdHandler(a.fd()));
        assertThat(turnsUntilAsleep()).containsSubsequence("begin b", "begin a", "ask b", "end a", "end b");
        onAsked.put("b", () -> context.removeFdHandler(b.fd()));
        assertThat(turnsUntilAsleep()).containsExactly("begin b", "ask b", "end b");
        assertThat(turnsUntilAsleep()).isEmpty();
    }

    @Test
    void removalByTheBeginAndTheEndOfAnother() {
        member("a");
        EventNotifier b = member("b");
        EventNotifier c = member("c");
        EventNotifier d = member("d"); // they are called in the order d, c, b, a
        context.setPollCallbacks(d.fd(), () -> context.removeFdHandler(c.fd()), () -> context.removeFdHandler(b.fd()));
        assertThat(blockingTurn())
                .startsWith("begin b", "begin a", "ask d", "ask b", "ask a")
                .doesNotContain("begin c", "ask c", "end c", "end a");
        assertThat(blockingTurn()).endsWith("end b", "ask d", "end a", "ask a").doesNotContain("begin a", "ask c");
    }

    @Test
    void anUpdateByTheBeginOfAnother() {
        member("a");
        EventNotifier b = member("b");
        EventNotifier c = member("c");
        context.setPollCallbacks(
                c.fd(), () -> context.setFdHandler(b.fd(), handler("new b", b).build()), logging("end c"));
        assertThat(turnsUntilAsleep())
                .containsOnlyOnce("begin a", "begin b", "end a", "end b", "end c")
                .contains("ask new b")
                .doesNotContain("ask b");
    }

    @Test
    void removalByAnotherThreadInPollModeCallsTheEnd() {
        EventNotifier a = member("a");
        startPollMode("a");
        onOtherThread(() -> context.removeFdHandler(a.fd()));
        context.poll(false);
        assertThat(takeLog()).containsExactly("end a");
        assertThat(blockingTurn()).isEmpty();
    }

    @Test
    void removalByTheEndOfOneThatAnotherThreadRemoved() {
        EventNotifier a = member("a");
        EventNotifier b = member("b");
        EventNotifier c = member("c");
        context.setPollCallbacks(a.fd(), logging("begin a"), () -> {
            log.add("end a");
            context.removeFdHandler(b.fd());
            onOtherThread(() -> context.removeFdHandler(c.fd()));
        });
        startPollMode("a");
        onOtherThread(() -> context.removeFdHandler(a.fd()));
        context.poll(false);
        assertThat(takeLog()).containsExactly("end a", "end b");
        context.poll(false);
        assertThat(takeLog()).containsExactly("end c");
        assertThat(blockingTurn()).isEmpty();
    }

    @Test
    void anErrorOfTheVirtualMachineInAnEndLeavesTheLoopInOrder() {
        EventNotifier a = member("a");
        EventNotifier b = member("b");
        context.setPollCallbacks(a.fd(), logging("begin a"), () -> {
            throw new InternalError("on purpose");
        });
        startPollMode("b");
        onOtherThread(() -> context.removeFdHandler(a.fd()));
        assertThatThrownBy(() -> context.poll(false)).isInstanceOf(InternalError.class);
        onOtherThread(() -> context.removeFdHandler(b.fd()));
        context.poll(false);
        assertThat(takeLog()).containsExactly("end b");
    }

    @Test
    void removalByAnotherThreadRightBeforePollModeIsLeftCallsTheEnd() {
        EventNotifier a = member("a");
        member("b");
        startPollMode("a");
        context.setPollParams(PollParams.OFF); // leaves poll mode at the next wait
        context.poll(false);
        log.clear();
        onAsked.put("b", () -> onOtherThread(() -> context.removeFdHandler(a.fd())));
        assertThat(blockingTurn())
                .containsOnlyOnce("end a")
                .containsOnlyOnce("end b")
                .contains("ask b");
        assertThat(blockingTurn()).isEmpty();
    }

    @Test
    void removedByAnotherThreadBeforeItHeardOfABeginItHearsOfNoEnd() {
        EventNotifier a = member("a");
        EventNotifier b = member("b");
        context.setPollCallbacks(
                b.fd(),
                () -> {
                    log.add("begin b");
                    onOtherThread(() -> context.removeFdHandler(a.fd()));
                },
                logging("end b"));
        ready.put("b", true);
        assertThat(blockingTurn()).containsExactly("begin b", "ask b", "read b");
        ready.put("b", false);
        context.poll(false);
        assertThat(blockingTurn()).doesNotContain("begin a", "ask a", "end a").endsWith("end b", "ask b");
    }

    @Test
    void anUpdateKeepsThePlaceAndTheCallbacks() {
        EventNotifier a = member("a");
        startPollMode("a");
        context.setFdHandler(a.fd(), handler("new a", a).build());
        context.poll(false);
        assertThat(takeLog()).isEmpty();
        assertThat(blockingTurn())
                .containsExactly("ask new a", "ask new a", "ask new a", "ask new a", "end a", "ask new a");
    }

    @Test
    void anUpdateByAnotherThreadKeepsThemToo() {
        EventNotifier a = member("a");
        startPollMode("a");
        onOtherThread(() -> context.setFdHandler(a.fd(), handler("new a", a).build()));
        context.poll(false);
        assertThat(takeLog()).isEmpty();
        assertThat(blockingTurn())
                .containsExactly("ask new a", "ask new a", "ask new a", "ask new a", "end a", "ask new a");
    }

    @Test
    void aNumberThatAnotherThreadRemovesAndSetsAgainIsSomebodyElse() {
        EventNotifier a = member("a");
        startPollMode("a");
        onOtherThread(() -> {
            context.removeFdHandler(a.fd());
            context.setFdHandler(a.fd(), handler("new a", a).build());
            context.setPollCallbacks(a.fd(), logging("begin new a"), logging("end new a"));
        });
        context.poll(false);
        assertThat(takeLog()).containsExactly("end a");
        a.set();
        assertThat(turn()).containsExactly("begin new a", "read new a");
    }

    @Test
    void anUpdateOfAnUpdateByAnotherThreadKeepsThePlace() {
        EventNotifier a = member("a");
        startPollMode("a");
        onOtherThread(() -> {
            context.setFdHandler(a.fd(), handler("second", a).build());
            context.setFdHandler(a.fd(), handler("third", a).build());
        });
        context.poll(false);
        assertThat(takeLog()).isEmpty();
        assertThat(turnsUntilAsleep()).startsWith("ask third").endsWith("end a", "ask third");
    }

    @Test
    void anUpdateOutsidePollModeCallsNeither() {
        EventNotifier a = member("a");
        blockingTurn();
        context.setFdHandler(a.fd(), handler("new a", a).build());
        context.poll(false);
        assertThat(takeLog()).isEmpty();
        assertThat(blockingTurn()).startsWith("begin a", "ask new a").endsWith("end a", "ask new a");
    }

    @Test
    void anUpdateToOneThatCanNotBeAskedCallsTheEnd() {
        EventNotifier a = member("a");
        startPollMode("a");
        context.setFdHandler(a.fd(), FdHandler.reading(logging("read")));
        assertThat(takeLog()).containsExactly("end a");
        context.poll(false);
        assertThat(blockingTurn()).isEmpty();
    }

    @Test
    void updatesOfOneThatCanNotBeAskedDisableBusyPollingOnce() {
        member("a");
        EventNotifier plain = source();
        for (int i = 0; i < 3; i++) {
            context.setFdHandler(plain.fd(), draining("plain", plain));
        }
        context.removeFdHandler(plain.fd());
        context.poll(false);
        assertThat(blockingTurn()).contains("ask a");
        context.setFdHandler(plain.fd(), draining("plain", plain));
        context.setFdHandler(plain.fd(), handler("plain", plain).build());
        context.poll(false);
        assertThat(blockingTurn()).contains("ask a");
    }

    @Test
    void anUpdateInItsOwnCallbackKeepsThePlace() {
        EventNotifier a = source();
        FdHandler second = handler("second", a).build();
        FdHandler first = FdHandler.builder()
                .onReadable(() -> {
                    log.add("read first");
                    context.setFdHandler(a.fd(), second);
                })
                .isReady(() -> log.add("ask first"))
                .build();
        context.setFdHandler(a.fd(), first);
        context.setPollCallbacks(a.fd(), logging("begin"), logging("end"));
        a.set();
        assertThat(turn()).containsExactly("read first");
        a.testAndClear();
        assertThat(turnsUntilAsleep()).startsWith("begin", "ask second").endsWith("end", "ask second");
    }

    @Test
    void callbacksForAnUnknownFdAreIgnored() {
        context.setPollCallbacks(9_999, logging("begin"), logging("end"));
        member("a");
        assertThat(blockingTurn()).doesNotContain("begin", "end");
    }
}
