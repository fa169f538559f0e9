// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

/** The last request of a file. The kernel frees the number whatever it answers, and is never asked twice. */
final class CloseTask extends CallTask {
    private final OpenFile file;

    CloseTask(OpenFile file, Fs.Close close) {
        super(file, close, "close", file.path(), callback -> {
            file.kernel().close(file.fd(), callback);
            file.releasing(); // not before: if it throws, the descriptor is still ours
        });
        this.file = file;
    }

    /** Linux has freed the number all the same: it may be another file's. */
    @Override
    void interrupted() {
        succeeded(0);
    }

    @Override
    void failed(int errno) {
        if (file.isStillOpenAfter(errno)) {
            file.closeNow();
            succeeded(0);
        } else {
            fail(errno);
        }
    }
}
