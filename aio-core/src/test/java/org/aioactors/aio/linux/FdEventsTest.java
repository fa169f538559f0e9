// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FdEventsTest {
    @Test
    void pollAndEpollShareTheBits() {
        assertThat(FdEvents.IN).isEqualTo(Epoll.EPOLLIN);
        assertThat(FdEvents.OUT).isEqualTo(Epoll.EPOLLOUT);
        assertThat(FdEvents.ERR).isEqualTo(Epoll.EPOLLERR);
        assertThat(FdEvents.HUP).isEqualTo(Epoll.EPOLLHUP);
    }

    @Test
    void bitsAsText() {
        assertThat(FdEvents.describe(0)).isEqualTo("0");
        assertThat(FdEvents.describe(FdEvents.IN)).isEqualTo("IN");
        assertThat(FdEvents.describe(FdEvents.READ_INTEREST)).isEqualTo("IN|ERR|HUP");
        assertThat(FdEvents.describe(FdEvents.WRITE_INTEREST)).isEqualTo("OUT|ERR");
        assertThat(FdEvents.describe(FdEvents.PRI | FdEvents.RDHUP)).isEqualTo("PRI|RDHUP");
        assertThat(FdEvents.describe(FdEvents.NVAL | 0x4000)).isEqualTo("NVAL|0x4000");
    }
}
