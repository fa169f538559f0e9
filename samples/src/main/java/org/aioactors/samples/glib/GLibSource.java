// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.glib;

import com.sun.jna.CallbackReference;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.ForeignLoop;

/**
 * An {@link AioContext} as a source of a {@code GMainContext}: whoever iterates that, serves it. All on the context's home
 * thread. GLib looks at the fds also in turns that do not wait, so none is starved.
 */
public final class GLibSource implements AutoCloseable {
    /** {@code struct GSourceFuncs}: prepare, check, dispatch, finalize and two private pointers. */
    private static final int SIZE_SOURCE_FUNCS = 6 * Native.POINTER_SIZE;

    /** At least {@code sizeof(GSource)}, of which nothing else need be known. */
    private static final int SIZE_SOURCE = 256;

    /** GLib has only addresses of the sources' callbacks: they must not be collected while it may call them. */
    private static final Set<GLibSource> ATTACHED = ConcurrentHashMap.newKeySet();

    /** One fd that GLib watches for us. */
    private record Watch(int fd, int events, Pointer tag) {}

    private final ForeignLoop guest;
    private final Consumer<Throwable> onFailure;
    private final GLib.Prepare prepare = this::prepare;
    private final GLib.Check check = this::check;
    private final GLib.Dispatch dispatch = this::dispatch;
    private final Memory sourceFuncs = new Memory(SIZE_SOURCE_FUNCS);
    private final Pointer source;
    private final List<Watch> watches = new ArrayList<>();
    private long version = -1;

    /** GLib may check a source that was attached in the middle of its turn and so was not prepared. */
    private boolean prepared;

    private boolean closed;

    private GLibSource(ForeignLoop guest, Pointer mainContext, Consumer<Throwable> onFailure) {
        this.guest = guest;
        this.onFailure = onFailure;
        sourceFuncs.clear();
        sourceFuncs.setPointer(0, CallbackReference.getFunctionPointer(prepare));
        sourceFuncs.setPointer(Native.POINTER_SIZE, CallbackReference.getFunctionPointer(check));
        sourceFuncs.setPointer(2L * Native.POINTER_SIZE, CallbackReference.getFunctionPointer(dispatch));
        source = GLib.g_source_new(sourceFuncs, SIZE_SOURCE);
        GLib.g_source_set_can_recurse(source, 1); // callbacks may iterate the main context
        GLib.g_source_attach(source, mainContext);
        ATTACHED.add(this);
    }

    /**
     * Makes a context a guest of {@code mainContext}. Home thread.
     *
     * @param onFailure hears what the context itself throws, such as a failed system call; the source is destroyed then
     * @throws IllegalStateException if there is no GLib
     */
    public static GLibSource attach(AioContext context, Pointer mainContext, Consumer<Throwable> onFailure) {
        GLib.missing().ifPresent(problem -> {
            throw new IllegalStateException(problem);
        });
        return new GLibSource(context.foreignLoop(), mainContext, onFailure);
    }

    private int prepare(Pointer self, Pointer timeoutMs) {
        try {
            boolean ready = guest.prepare() == 0;
            prepared = true;
            timeoutMs.setInt(0, guest.timeoutMs());
            watchAgain();
            return ready ? 1 : 0;
        } catch (Throwable failure) { // no exception may cross into C
            return fail(failure);
        }
    }

    /** Fds change rarely: mostly this compares two numbers. */
    private void watchAgain() {
        if (version == guest.version()) {
            return;
        }
        for (Watch watch : watches) {
            GLib.g_source_remove_unix_fd(source, watch.tag());
        }
        watches.clear();
        for (int i = 0; i < guest.fdCount(); i++) {
            int fd = guest.fd(i);
            int events = guest.events(i);
            watches.add(new Watch(fd, events, GLib.g_source_add_unix_fd(source, fd, events)));
        }
        version = guest.version();
    }

    private int check(Pointer self) {
        try {
            if (!prepared) {
                return 0;
            }
            prepared = false;
            report();
            return guest.check() ? 1 : 0;
        } catch (Throwable failure) {
            return fail(failure);
        }
    }

    private void report() {
        for (int i = 0; i < watches.size(); i++) {
            guest.setRevents(
                    i, GLib.g_source_query_unix_fd(source, watches.get(i).tag()));
        }
    }

    private int dispatch(Pointer self, Pointer callback, Pointer userData) {
        try {
            if (prepared) { // it was ready at once: GLib does not check it then
                prepared = false;
                report();
            }
            guest.dispatch();
            return GLib.G_SOURCE_CONTINUE;
        } catch (Throwable failure) {
            fail(failure);
            return GLib.G_SOURCE_REMOVE;
        }
    }

    private int fail(Throwable failure) {
        GLib.g_source_destroy(source); // or it would fail again and again
        try {
            onFailure.accept(failure);
        } catch (RuntimeException | Error second) {
            failure.addSuppressed(second);
            Thread.currentThread().getUncaughtExceptionHandler().uncaughtException(Thread.currentThread(), failure);
        }
        return 0;
    }

    /** Takes the context out of the main context; it stays open. Home thread, not from inside a callback. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            GLib.g_source_destroy(source);
            GLib.g_source_unref(source);
            ATTACHED.remove(this);
        }
    }
}
