// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import org.aioactors.aio.linux.SigInfo;

/** Child processes. Each method writes a request, see {@link Sqe}. */
public final class ProcessOps {
    private ProcessOps() {}

    /**
     * {@code waitid(2)} (Linux 6.7); 0.
     *
     * @param idType such as {@link SigInfo#P_PID}
     * @param id the process id, process group or descriptor, as the type says
     * @param info receives what has happened
     * @param options such as {@link SigInfo#WEXITED}
     */
    public static Sqe waitid(Sqe sqe, int idType, int id, SigInfo info, int options) {
        return sqe.operation(Opcode.IORING_OP_WAITID, id, info.address(), 0, idType, 0)
                .fileIndex(options);
    }
}
