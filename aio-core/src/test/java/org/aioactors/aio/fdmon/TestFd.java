// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

/** A registration without callbacks. */
final class TestFd extends WatchedFd {
    TestFd(int fd, int events) {
        this(fd, events, false);
    }

    TestFd(int fd, int events, boolean external) {
        super(fd, events, external, Trigger.LEVEL);
    }

    TestFd(int fd, int events, Trigger trigger) {
        super(fd, events, false, trigger);
    }

    @Override
    public String toString() {
        return "fd " + fd();
    }
}
