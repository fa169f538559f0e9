// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import org.aioactors.aio.Completion;
import org.aioactors.aio.linux.Statx;
import org.jspecify.annotations.Nullable;

/** Asks about a file, open or by its path. */
final class StatTask extends FileTask {
    /** Makes the call; throws if it could not be begun. */
    interface Call {
        void make(Statx out, Completion callback);
    }

    private final Fs.Request request;
    private final Call call;

    /** While the kernel is asked. */
    private @Nullable Statx out;

    StatTask(Owner owner, Fs.Request request, String path, Call call) {
        super(owner, request, "statx", path);
        this.request = request;
        this.call = call;
    }

    @Override
    void ask() {
        Statx asked = out != null ? out : Statx.allocate();
        out = asked;
        call.make(asked, this);
    }

    @Override
    void succeeded(int result) {
        if (out != null) {
            finish(new Fs.Status(request, FileStatus.of(out)));
        }
    }

    @Override
    void free() {
        if (out != null) {
            out.close();
            out = null;
        }
    }
}
