// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.glib;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is needed of GLib's main loop ({@code docs.gtk.org/glib/main-loop.html}): declarations only. */
final class GLib {
    /** From {@code dispatch}: the source stays. */
    static final int G_SOURCE_CONTINUE = 1;

    /** From {@code dispatch}: the source is to be destroyed. */
    static final int G_SOURCE_REMOVE = 0;

    private static final String LIBRARY = "libglib-2.0.so.0";

    /** Why there is no GLib, or null. */
    private static final @Nullable String MISSING = register();

    private GLib() {}

    private static @Nullable String register() {
        try {
            Native.register(GLib.class, LIBRARY);
            return null;
        } catch (UnsatisfiedLinkError missing) {
            return LIBRARY + " can't be loaded; install GLib 2.36 or later (Debian: libglib2.0-0): "
                    + missing.getMessage();
        }
    }

    /** Why GLib can't be used on this machine; empty if it can. */
    static Optional<String> missing() {
        return Optional.ofNullable(MISSING);
    }

    /** {@code gboolean (*prepare)(GSource*, gint* timeout)} */
    interface Prepare extends Callback {
        int invoke(Pointer source, Pointer timeoutMs);
    }

    /** {@code gboolean (*check)(GSource*)} */
    interface Check extends Callback {
        int invoke(Pointer source);
    }

    /** {@code gboolean (*dispatch)(GSource*, GSourceFunc, gpointer)} */
    interface Dispatch extends Callback {
        int invoke(Pointer source, Pointer callback, Pointer userData);
    }

    static native Pointer g_main_context_new();

    static native void g_main_context_unref(Pointer context);

    static native int g_main_context_iteration(Pointer context, int mayBlock);

    static native Pointer g_source_new(Pointer sourceFuncs, int structSize);

    static native void g_source_set_can_recurse(Pointer source, int canRecurse);

    static native int g_source_attach(Pointer source, Pointer context);

    static native void g_source_destroy(Pointer source);

    static native void g_source_unref(Pointer source);

    static native Pointer g_source_add_unix_fd(Pointer source, int fd, int events);

    static native void g_source_modify_unix_fd(Pointer source, Pointer tag, int newEvents);

    static native void g_source_remove_unix_fd(Pointer source, Pointer tag);

    static native int g_source_query_unix_fd(Pointer source, Pointer tag);
}
