// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import java.util.ArrayDeque;
import java.util.Deque;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.jspecify.annotations.Nullable;

/**
 * An open file: what is asked of it, what of that runs, and its descriptor, which is closed once, when nothing uses it any
 * more. The loop's thread only.
 *
 * <pre>
 *   submit ──► waiting ──► running, shared: as many as may at once     ──► ended: the next
 *      │         │         running, exclusive: one, and nothing beside it
 *      └─────────┴──► Refused: no room, or closing
 * </pre>
 */
final class OpenFile implements FileTask.Owner {
    private final Fs.Open open;
    private final FileKernel kernel;
    private final FileSettings settings;
    private final FileBudget budget;
    private final Runnable onClosed;
    private final int fd;

    private final Deque<FileTask> waiting = new ArrayDeque<>();
    private int running;

    /** The one that runs needs the file to itself. */
    private boolean exclusive;

    private long heldBytes;

    /** Nothing is taken any more: a {@link CloseTask} is on its way. */
    private boolean closing;

    /** Nobody is there any more: what runs is the last. */
    private boolean abandoned;

    /** The descriptor is not ours any more: closed, or just being. */
    private boolean released;

    /** {@link #proceed} is on the stack. */
    private boolean proceeding;

    /** Owns {@code fd}; {@code onClosed} runs when it was closed because it was asked for. */
    OpenFile(Fs.Open open, FileKernel kernel, FileSettings settings, FileBudget budget, int fd, Runnable onClosed) {
        this.open = open;
        this.kernel = kernel;
        this.settings = settings;
        this.budget = budget;
        this.fd = fd;
        this.onClosed = onClosed;
    }

    FileKernel kernel() {
        return kernel;
    }

    int fd() {
        return fd;
    }

    String path() {
        return open.path().toString();
    }

    boolean isDirect() {
        return open.options().has(Fcntl.O_DIRECT);
    }

    boolean isForAppending() {
        return open.options().has(Fcntl.O_APPEND);
    }

    /** Runs it, has it wait, or refuses it. */
    void submit(FileTask task) {
        String refusal = refusal(task);
        if (refusal != null) {
            task.refuse(refusal);
            return;
        }
        heldBytes += task.bytes();
        closing = task instanceof CloseTask;
        waiting.add(task);
        proceed();
    }

    /** Why a task can't be taken, or null; then its bytes are taken from the budget. */
    private @Nullable String refusal(FileTask task) {
        if (closing || abandoned) {
            return path() + " is closed";
        }
        long bytes = task.bytes();
        if (bytes > settings.maxFileBytes()) {
            return bytes + " bytes are more than a request may have (aio.file.max-file-bytes = "
                    + settings.maxFileBytes() + ")";
        }
        if (waiting.size() >= settings.maxWaiting()) {
            return waiting.size() + " requests wait for " + path() + " already (aio.file.max-waiting)";
        }
        if (heldBytes + bytes > settings.maxFileBytes()) {
            return "the requests that wait for " + path() + " have " + heldBytes
                    + " bytes already (aio.file.max-file-bytes = " + settings.maxFileBytes() + ")";
        }
        if (!budget.takeBytes(bytes)) {
            return "the requests for all files together have " + budget.bytes() + " bytes already (aio.file.max-bytes)";
        }
        return null;
    }

    /** Closes the file after what was told before, as if its owner had asked for it. */
    void closeInTurn(CloseTask task) {
        if (!closing && !abandoned) {
            closing = true;
            waiting.add(task);
            proceed();
        }
    }

    private void proceed() {
        if (proceeding) {
            return; // one below on the stack goes on
        }
        proceeding = true;
        try {
            for (FileTask next = waiting.peek(); next != null && mayRun(next); next = waiting.peek()) {
                waiting.remove();
                running++;
                exclusive = !next.isShared();
                next.proceed();
            }
        } finally {
            proceeding = false;
        }
    }

    private boolean mayRun(FileTask task) {
        return !abandoned && !exclusive && (task.isShared() ? running < settings.maxAtOnce() : running == 0);
    }

    @Override
    public void ended(FileTask task) {
        running--;
        exclusive = false; // what needs the file to itself was alone
        if (task instanceof CloseTask) {
            onClosed.run();
        } else if (abandoned) {
            release();
        } else {
            proceed();
        }
    }

    @Override
    public void giveBack(FileTask task) {
        heldBytes -= task.bytes();
        budget.giveBackBytes(task.bytes());
    }

    /** The kernel is asked to close the descriptor now: nobody else must. */
    void releasing() {
        released = true;
    }

    /** The kernel has not closed the descriptor: it is ours again, and is closed now. */
    void closeNow() {
        kernel.closeNow(fd);
    }

    /** Its actor has ended: what waits is refused, and the descriptor closed when nothing uses it. Idempotent. */
    void abandon() {
        abandoned = true;
        for (FileTask task = waiting.poll(); task != null; task = waiting.poll()) {
            giveBack(task);
            task.refuse(path() + " is closed, since its actor has ended");
        }
        release();
    }

    private void release() {
        if (running == 0 && !released) {
            released = true;
            kernel.closeNow(fd);
        }
    }

    /** What an error of the kernel's own close means: the descriptor is gone all the same. */
    boolean isStillOpenAfter(int closeErrno) {
        return closeErrno == Errno.ECANCELED && kernel.leavesOpenWhatIsCancelled();
    }
}
