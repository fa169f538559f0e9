// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import org.aioactors.os.signal.Signal;

/** How a process has ended. */
public sealed interface ExitStatus {
    /** It has called {@code exit(3)}, or returned from its main function. */
    record Code(int value) implements ExitStatus {}

    /** A signal has killed it; {@code coreDumped} if its memory was kept in a file. */
    record KilledBy(Signal signal, boolean coreDumped) implements ExitStatus {}

    /** Somebody else in this process had waited for it, or the kernel does because SIGCHLD is ignored. */
    record Unknown() implements ExitStatus {}

    /** Whether it has ended with code 0. */
    default boolean isSuccess() {
        return this instanceof Code code && code.value() == 0;
    }
}
