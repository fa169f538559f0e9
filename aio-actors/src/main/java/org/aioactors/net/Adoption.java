// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.util.List;
import java.util.function.Consumer;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Listeners;
import org.aioactors.aio.linux.Syscalls;

/** Makes a listening socket ours that another process has opened. */
final class Adoption {
    private Adoption() {}

    /**
     * Checks it and sets its options; closes it if that throws.
     *
     * @param domains that will do
     * @param kind what is wanted, for messages
     * @throws IllegalArgumentException if it is a socket of another kind, or does not listen
     * @throws org.aioactors.aio.linux.SyscallException if it is no socket
     */
    static Fd of(Syscalls syscalls, Fd listener, List<Integer> domains, String kind, Consumer<Fd> configure) {
        try {
            Listeners.check(syscalls, listener);
            int domain = Listeners.domain(syscalls, listener);
            if (!domains.contains(domain)) {
                throw new IllegalArgumentException(
                        listener + " does not listen for " + kind + ": its address family is " + domain);
            }
            configure.accept(listener);
            return listener;
        } catch (RuntimeException failure) {
            listener.closeAfter(failure);
            throw failure;
        }
    }
}
