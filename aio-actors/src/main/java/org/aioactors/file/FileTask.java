// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import org.aioactors.aio.Completion;
import org.aioactors.aio.linux.Errno;

/** A request on its way through the kernel, which may take several calls. The loop's thread only. */
abstract class FileTask implements Completion {
    /** What of a task depends on what it is about: an open file, or a path. */
    interface Owner {
        /** The task is about to be answered: what it holds is free for who hears of that. */
        void giveBack(FileTask task);

        /** The task has been answered. */
        void ended(FileTask task);
    }

    private final Owner owner;
    private final Fs.Request request;
    private final String call;
    private final String path;

    FileTask(Owner owner, Fs.Request request, String call, String path) {
        this.owner = owner;
        this.request = request;
        this.call = call;
        this.path = path;
    }

    /** Whether it may run at the same time as others of this kind. */
    boolean isShared() {
        return false;
    }

    /** What it holds until it has ended. */
    long bytes() {
        return 0;
    }

    /** Asks the kernel; throws if that could not be begun. */
    abstract void ask();

    /** The kernel has answered with 0 or more: either {@link #finish}, or ask on. */
    abstract void succeeded(int result);

    /** How much was done, should it fail now. */
    long done() {
        return 0;
    }

    /** Gives back what it has taken from outside the heap. */
    void free() {}

    /** Goes ahead; when it is over, its owner hears of that, perhaps before this returns. */
    final void proceed() {
        try {
            ask();
        } catch (RuntimeException | OutOfMemoryError notBegun) {
            fail(NotBegun.errno(notBegun, call, path));
        }
    }

    @Override
    public final void onCompletion(int result, int flags) {
        if (result >= 0) {
            succeeded(result);
        } else if (result == -Errno.EINTR) {
            interrupted();
        } else {
            failed(-result);
        }
    }

    /** A signal has ended the call before it did anything. */
    void interrupted() {
        proceed();
    }

    /** The kernel has answered with an error. */
    void failed(int errno) {
        fail(errno);
    }

    final void fail(int errno) {
        finish(new Fs.Failed(request, new FileException(call, path, errno), done()));
    }

    /** Ends the task with this answer. */
    final void finish(Fs.Answer answer) {
        free();
        owner.giveBack(this);
        request.replyTo().tell(answer);
        owner.ended(this);
    }

    final void refuse(String reason) {
        free();
        request.replyTo().tell(new Fs.Refused(request, reason));
    }
}
