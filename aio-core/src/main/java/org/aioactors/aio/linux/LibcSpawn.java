// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * {@code posix_spawn(3)}, see {@link Libc}; any thread. Unlike others these functions return 0 or the error number itself,
 * and leave {@code errno} alone.
 */
final class LibcSpawn {
    private static final MethodHandle POSIX_SPAWNP = Libc.bind("posix_spawnp");
    private static final MethodHandle ACTIONS_INIT = Libc.bind("posix_spawn_file_actions_init");
    private static final MethodHandle ACTIONS_DESTROY = Libc.bind("posix_spawn_file_actions_destroy");
    private static final MethodHandle ADD_OPEN = Libc.bind("posix_spawn_file_actions_addopen");
    private static final MethodHandle ADD_DUP2 = Libc.bind("posix_spawn_file_actions_adddup2");
    private static final MethodHandle ADD_CLOSE = Libc.bind("posix_spawn_file_actions_addclose");
    private static final MethodHandle ATTR_INIT = Libc.bind("posix_spawnattr_init");
    private static final MethodHandle ATTR_DESTROY = Libc.bind("posix_spawnattr_destroy");
    private static final MethodHandle SET_FLAGS = Libc.bind("posix_spawnattr_setflags");
    private static final MethodHandle SET_PGROUP = Libc.bind("posix_spawnattr_setpgroup");
    private static final MethodHandle SET_SIGDEFAULT = Libc.bind("posix_spawnattr_setsigdefault");
    private static final MethodHandle SET_SIGMASK = Libc.bind("posix_spawnattr_setsigmask");

    private static final @Nullable MethodHandle ADD_CHDIR = Libc.bindIfThere("posix_spawn_file_actions_addchdir_np");
    private static final @Nullable MethodHandle ADD_CLOSEFROM =
            Libc.bindIfThere("posix_spawn_file_actions_addclosefrom_np");

    private LibcSpawn() {}

    static int posix_spawnp(long pid, long file, long actions, long attributes, long arguments, long environment) {
        return (int) Libc.call(POSIX_SPAWNP, pid, file, actions, attributes, arguments, environment);
    }

    static int actionsInit(long actions) {
        return (int) Libc.call(ACTIONS_INIT, actions);
    }

    static int actionsDestroy(long actions) {
        return (int) Libc.call(ACTIONS_DESTROY, actions);
    }

    static int addOpen(long actions, int fd, long path, int flags, int mode) {
        return (int) Libc.call(ADD_OPEN, actions, fd, path, flags, mode);
    }

    static int addDup2(long actions, int fd, int as) {
        return (int) Libc.call(ADD_DUP2, actions, fd, as);
    }

    static int addClose(long actions, int fd) {
        return (int) Libc.call(ADD_CLOSE, actions, fd);
    }

    /** {@link Errno#ENOSYS} if the C library has no such function. */
    static int addChdir(long actions, long path) {
        return ADD_CHDIR == null ? Errno.ENOSYS : (int) Libc.call(ADD_CHDIR, actions, path);
    }

    /** {@link Errno#ENOSYS} if the C library has no such function. */
    static int addClosefrom(long actions, int lowest) {
        return ADD_CLOSEFROM == null ? Errno.ENOSYS : (int) Libc.call(ADD_CLOSEFROM, actions, lowest);
    }

    static int attrInit(long attributes) {
        return (int) Libc.call(ATTR_INIT, attributes);
    }

    static int attrDestroy(long attributes) {
        return (int) Libc.call(ATTR_DESTROY, attributes);
    }

    static int setFlags(long attributes, int flags) {
        return (int) Libc.call(SET_FLAGS, attributes, flags);
    }

    static int setPgroup(long attributes, int group) {
        return (int) Libc.call(SET_PGROUP, attributes, group);
    }

    static int setSigdefault(long attributes, long signals) {
        return (int) Libc.call(SET_SIGDEFAULT, attributes, signals);
    }

    static int setSigmask(long attributes, long signals) {
        return (int) Libc.call(SET_SIGMASK, attributes, signals);
    }
}
