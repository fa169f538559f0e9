// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import org.aioactors.aio.fdmon.WatchedFd;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.FdEvents;
import org.junit.jupiter.api.Test;

/** A handler is replaced after it was reported and before it was called (S30). */
class ReplacedInABatchTest extends MonitorContract {
    ReplacedInABatchTest(MonitorSetup setup) {
        super(setup);
    }

    @Test
    void itsSuccessorInheritsTheReportButIsCalledInTheNextTurn() {
        EventNotifier a = setSource();
        EventNotifier b = setSource();
        context.setFdHandler(a.fd(), FdHandler.reading(() -> replace(a, b)));
        context.setFdHandler(b.fd(), FdHandler.reading(() -> replace(b, a)));
        assertThat(turn()).containsExactly("first", "IN");
        assertThat(turn()).containsExactly("replacement");
        assertThat(turn()).containsExactly("replacement");
    }

    private void replace(EventNotifier own, EventNotifier other) {
        log.add("first");
        own.testAndClear();
        context.setFdHandler(other.fd(), FdHandler.reading(logging("replacement")));
        WatchedFd replacement = new AioContextProbe(context).handlers().get(0);
        assertThat(replacement.fd()).isEqualTo(other.fd());
        log.add(FdEvents.describe(replacement.revents()));
    }

    @Test
    void withoutAReportThereIsNothingToInherit() {
        EventNotifier source = source();
        context.setFdHandler(source.fd(), FdHandler.reading(logging("first")));
        context.setFdHandler(source.fd(), FdHandler.reading(logging("replacement")));
        assertThat(new AioContextProbe(context).handlers().get(0).revents()).isZero();
        assertThat(turn()).isEmpty();
        source.set();
        assertThat(turn()).containsExactly("replacement");
    }

    @Test
    void aRemovalInheritsNothingToALaterHandler() {
        EventNotifier a = setSource();
        EventNotifier b = setSource();
        context.setFdHandler(a.fd(), FdHandler.reading(() -> removeAndSet(a, b)));
        context.setFdHandler(b.fd(), FdHandler.reading(() -> removeAndSet(b, a)));
        assertThat(turn()).containsExactly("first", "0");
        assertThat(turn()).containsExactly("new");
    }

    private void removeAndSet(EventNotifier own, EventNotifier other) {
        log.add("first");
        own.testAndClear();
        context.removeFdHandler(other.fd());
        context.setFdHandler(other.fd(), FdHandler.reading(logging("new")));
        log.add(FdEvents.describe(new AioContextProbe(context).handlers().get(0).revents()));
    }
}
