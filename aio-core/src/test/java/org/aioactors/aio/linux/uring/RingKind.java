// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.aioactors.aio.linux.Syscalls;

/** The ways in which the kernel can deliver completions: each test of requests runs with all of them. */
enum RingKind {
    PLAIN(0),
    COOPERATIVE(IoUringOptions.IORING_SETUP_SUBMIT_ALL
            | IoUringOptions.IORING_SETUP_COOP_TASKRUN
            | IoUringOptions.IORING_SETUP_TASKRUN_FLAG),
    SINGLE_ISSUER(IoUringOptions.IORING_SETUP_SINGLE_ISSUER),
    DEFERRED(IoUringOptions.ALL_WISHES);

    private final int wishes;

    RingKind(int wishes) {
        this.wishes = wishes;
    }

    IoUringOptions options(int entries) {
        return IoUringOptions.of(entries).withWishes(wishes);
    }

    /** A ring of this kind; skips the test where there can be none. */
    TestRing open(int entries) {
        return open(options(entries));
    }

    TestRing open(IoUringOptions options) {
        IoUring ring = openOrSkip(options);
        if (!ring.has(wishes)) {
            ring.close();
            assumeTrue(false, "this kernel has no io_uring of the kind " + this);
        }
        return new TestRing(ring);
    }

    /** Skips the test where there is no io_uring. */
    static IoUring openOrSkip(IoUringOptions options) {
        IoUringHere.assume();
        return IoUring.open(Syscalls.linux(), options);
    }
}
