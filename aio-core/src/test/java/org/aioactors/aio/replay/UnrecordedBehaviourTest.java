// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.replay;

import java.util.List;
import org.aioactors.aio.linux.FdLeakExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules of the reference semantics that no recorded trace shows: scripts whose outcome follows from the rule. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = {"POLL", "EPOLL", "IO_URING"})
@ExtendWith(FdLeakExtension.class)
class UnrecordedBehaviourTest {
    /** Has f1 busy-polled, at 1 µs a test, for 4 µs a turn. */
    private static final String ONE_MEMBER = """
            > quiet 1
            > ctx
            > poll nb
            <0 val poll(nonblocking) progress=0 t=1000000000
            > params 32000 0 0
            > pollcost 1000
            > efd f1
            > set f1 r p
            > on f1.r : drain f1
            > poll nb
            <0 val poll(nonblocking) progress=0 t=1000000000
            > wait 2000 : signal f1
            > poll b
            *1 signal f1
            <1 cb f1.r t=1000002000
            +1 drain f1
            <0 val poll(blocking) progress=1 t=1000002000
            > poll nb
            <0 val poll(nonblocking) progress=0 t=1000002000
            > pollns
            <0 val poll_ns=4000
            > timer t1 rt
            """;

    private final Backend backend;

    UnrecordedBehaviourTest(Backend backend) {
        this.backend = backend;
    }

    private void replay(String... parts) {
        List<String> lines = String.join("", parts).lines().toList();
        Replay.run("script on " + backend.label(), lines, backend.kind());
    }

    /** S42: only the last test, after poll mode was left (S44), comes on top of the 10 µs. */
    @Test
    void whatBusyPollingTookIsTakenOffTheTimeoutOfATimer() {
        replay(ONE_MEMBER, """
                > modrel t1 10000
                > poll nb
                <0 val poll(nonblocking) progress=0 t=1000002000
                > poll b
                <1 cb f1.p t=1000003000 ret=0
                <1 cb f1.p t=1000004000 ret=0
                <1 cb f1.p t=1000005000 ret=0
                <1 cb f1.p t=1000006000 ret=0
                <1 cb f1.p t=1000007000 ret=0
                <1 cb t1 t=1000013000
                <0 val poll(blocking) progress=1 t=1000013000
                """);
    }

    /** S41, S42: the timer is due after two tests; it is not waited for then. */
    @Test
    void busyPollingIsNotLongerThanTheTimeoutOfATimer() {
        replay(ONE_MEMBER, """
                > modrel t1 2000
                > poll nb
                <0 val poll(nonblocking) progress=0 t=1000002000
                > poll b
                <1 cb f1.p t=1000003000 ret=0
                <1 cb f1.p t=1000004000 ret=0
                <1 cb f1.p t=1000005000 ret=0
                <1 cb t1 t=1000005000
                <0 val poll(blocking) progress=1 t=1000005000
                """);
    }

    /** S40: the second of a batch loses what was reported, and is reported again once external is enabled. */
    @Test
    void anExternalHandlerDisabledInTheMiddleOfABatchIsReportedLater() {
        replay("""
                > quiet 1
                > ctx
                > efd f1
                > efd f2
                > set f1 r ext
                > set f2 r ext
                > on f1.r : drain f1 ; extdis
                > on f2.r : drain f2
                > poll nb
                <0 val poll(nonblocking) progress=0 t=1000000000
                > signal f2
                > signal f1
                > poll nb
                <1 cb f1.r t=1000000000
                +1 drain f1
                +1 extdis
                <0 val poll(nonblocking) progress=1 t=1000000000
                > poll nb
                <0 val poll(nonblocking) progress=0 t=1000000000
                > exten
                > poll nb
                <1 cb f2.r t=1000000000
                +1 drain f2
                <0 val poll(nonblocking) progress=1 t=1000000000
                > poll nb
                <0 val poll(nonblocking) progress=0 t=1000000000
                """);
    }
}
