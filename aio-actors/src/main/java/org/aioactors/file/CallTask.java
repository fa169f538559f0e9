// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import java.util.function.Supplier;
import org.aioactors.aio.Completion;

/** A request that is one call to the kernel. */
class CallTask extends FileTask {
    /** Makes the call; throws if it could not be begun. */
    interface Call {
        void make(Completion callback);
    }

    private final Call call;
    private final Supplier<Fs.Answer> answer;
    private final Runnable free;

    private CallTask(
            Owner owner,
            Fs.Request request,
            String name,
            String path,
            Call call,
            Supplier<Fs.Answer> answer,
            Runnable free) {
        super(owner, request, name, path);
        this.call = call;
        this.answer = answer;
        this.free = free;
    }

    /** One that is answered by {@link Fs.Done}. */
    CallTask(Owner owner, Fs.Request request, String name, String path, Call call) {
        this(owner, request, name, path, call, () -> new Fs.Done(request), () -> {});
    }

    /** One that is answered by what it has left in memory, which it gives back. */
    static CallTask answering(
            Owner owner,
            Fs.Request request,
            String name,
            String path,
            Call call,
            Supplier<Fs.Answer> answer,
            Runnable free) {
        return new CallTask(owner, request, name, path, call, answer, free);
    }

    @Override
    final void ask() {
        call.make(this);
    }

    @Override
    void succeeded(int result) {
        finish(answer.get());
    }

    @Override
    final void free() {
        free.run();
    }
}
