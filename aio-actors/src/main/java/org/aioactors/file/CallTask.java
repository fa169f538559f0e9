// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import org.aioactors.aio.Completion;

/** A request that is one call to the kernel, and is answered by {@link Fs.Done}. */
class CallTask extends FileTask {
    /** Makes the call; throws if it could not be begun. */
    interface Call {
        void make(Completion callback);
    }

    private final Fs.Request request;
    private final Call call;

    CallTask(Owner owner, Fs.Request request, String name, String path, Call call) {
        super(owner, request, name, path);
        this.request = request;
        this.call = call;
    }

    @Override
    final void ask() {
        call.make(this);
    }

    @Override
    final void succeeded(int result) {
        finish(new Fs.Done(request));
    }
}
