// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.aio.linux.ProcessCalls;
import org.aioactors.aio.linux.Syscalls;

/**
 * What the actors of children share. Any thread.
 *
 * @param children how many live, or are about to
 */
record ProcessServices(ProcessSettings settings, Syscalls syscalls, ProcessCalls calls, AtomicInteger children) {
    /** On the kernel that is there. */
    static ProcessServices of(ProcessSettings settings) {
        return new ProcessServices(settings, Syscalls.linux(), ProcessCalls.linux(), new AtomicInteger());
    }

    /** Takes room for a child, to be given back; false if there are as many as may be. */
    boolean takeChild() {
        if (children.incrementAndGet() <= settings.maxChildren()) {
            return true;
        }
        children.decrementAndGet();
        return false;
    }

    void giveBackChild() {
        children.decrementAndGet();
    }
}
