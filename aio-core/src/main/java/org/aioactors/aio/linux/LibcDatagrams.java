// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.lang.invoke.MethodHandle;

/** Several messages of a socket at a time, see {@link Libc}; any thread. */
final class LibcDatagrams {
    private static final MethodHandle RECVMMSG = Libc.bind("recvmmsg");
    private static final MethodHandle SENDMMSG = Libc.bind("sendmmsg");

    private LibcDatagrams() {}

    static int recvmmsg(int fd, long messages, int count, int flags, long timespec) {
        return (int) Libc.call(RECVMMSG, fd, messages, count, flags, timespec);
    }

    static int sendmmsg(int fd, long messages, int count, int flags) {
        return (int) Libc.call(SENDMMSG, fd, messages, count, flags);
    }
}
