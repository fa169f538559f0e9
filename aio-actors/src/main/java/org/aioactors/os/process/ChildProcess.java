// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Rusage;
import org.aioactors.aio.linux.SigInfo;
import org.aioactors.os.signal.Signal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child that was not waited for yet, and so keeps its numbers: neither its process id nor its group's can be another's. One
 * thread at a time: the one that sends signals is the one that waits.
 */
final class ChildProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);

    private static final int BYTES_PER_KIB = 1024;

    private final ProcessServices services;
    private final int pid;
    private final Fd pidfd;
    private final boolean ownGroup;
    private final boolean killsGroupAtExit;
    private boolean reaped;

    /** Owns the pidfd, and a child of {@link ProcessServices#takeChild}. */
    ChildProcess(ProcessServices services, int pid, Fd pidfd, ChildOptions options) {
        this.services = services;
        this.pid = pid;
        this.pidfd = pidfd;
        this.ownGroup = options.hasOwnGroup();
        this.killsGroupAtExit = options.killsGroupAtExit();
    }

    int pid() {
        return pid;
    }

    int pidfd() {
        return pidfd.value();
    }

    boolean hasOwnGroup() {
        return ownGroup;
    }

    /** 0 or {@code -errno}; 0 also if it has ended. */
    int signal(Signal signal) {
        int result = reaped ? 0 : services.calls().pidfdSendSignal(pidfd.value(), signal.number());
        return result == -Errno.ESRCH ? 0 : result;
    }

    /** The same for its group, which must be its own. */
    int signalGroup(Signal signal) {
        int result = reaped ? 0 : services.calls().kill(-pid, signal.number());
        return result == -Errno.ESRCH ? 0 : result;
    }

    /** The same for its group if that is its own, else for it alone. */
    int signalAll(Signal signal) {
        return ownGroup ? signalGroup(signal) : signal(signal);
    }

    /** Waits for it if it has ended, in which case there is nothing left to close; null if not. Does not block. */
    @Nullable ExitReport reap() {
        try (SigInfo info = SigInfo.allocate();
                Rusage usage = Rusage.allocate()) {
            if (killsGroupAtExit && hasEnded(info, usage)) {
                signalGroup(Signal.KILL); // before its number is given back
            }
            int result = waitid(SigInfo.WEXITED | SigInfo.WNOHANG, info, usage);
            if (result < 0) {
                gone();
                return unknown(-result);
            }
            if (info.pid() == 0) {
                return null;
            }
            gone();
            return new ExitReport(status(info), usage(usage));
        }
    }

    private boolean hasEnded(SigInfo info, Rusage usage) {
        return waitid(SigInfo.WEXITED | SigInfo.WNOHANG | SigInfo.WNOWAIT, info, usage) == 0 && info.pid() != 0;
    }

    private int waitid(int options, SigInfo info, Rusage usage) {
        int result;
        do {
            result = services.calls().waitid(SigInfo.P_PIDFD, pidfd.value(), info, options, usage);
        } while (result == -Errno.EINTR);
        return result;
    }

    private ExitReport unknown(int errno) {
        if (errno != Errno.ECHILD) {
            LOG.warn("waitid({}): {}", this, Errno.describe(errno));
        }
        return ExitReport.UNKNOWN;
    }

    private void gone() {
        reaped = true;
        services.giveBackChild();
        pidfd.close();
    }

    private static ExitStatus status(SigInfo info) {
        return info.code() == SigInfo.CLD_EXITED
                ? new ExitStatus.Code(info.status())
                : new ExitStatus.KilledBy(new Signal(info.status()), info.code() == SigInfo.CLD_DUMPED);
    }

    private static ResourceUsage usage(Rusage usage) {
        return new ResourceUsage(
                Duration.of(usage.userUs(), ChronoUnit.MICROS),
                Duration.of(usage.systemUs(), ChronoUnit.MICROS),
                usage.maxResidentKib() * BYTES_PER_KIB);
    }

    @Override
    public String toString() {
        return "child process " + pid;
    }
}
