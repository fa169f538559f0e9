// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.uring.NeedsIoUring;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An io_uring with more fds that are always ready than there is room for requests (S54 to S56). */
@NeedsIoUring
class ManyReadyFdsTest extends LoopTest {
    private static final int FDS = 200;

    /** More than a turn may take; the next one fails. */
    private static final int MANY_CALLS = 50;

    @ParameterizedTest
    @EnumSource(Semantics.class)
    void aTurnServesEachOnceAndEnds(Semantics semantics) {
        faulty.fail("ioUringEnter", MANY_CALLS, Errno.EBADF);
        AioContext context = closing(
                builder().fdMonitor(FdMonitorKind.IO_URING).semantics(semantics).build());
        for (int i = 0; i < FDS; i++) {
            context.setFdHandler(source().fd(), FdHandler.writing(logging("fd " + i)));
        }
        assertThat(turn(context)).hasSize(FDS).doesNotHaveDuplicates();
    }
}
