// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

/**
 * Functions that not every C library has that we run on: {@link LibcPrototypes} for these. Only the types count; nothing
 * implements this.
 */
interface OptionalPrototypes {
    /** Since glibc 2.29 and musl 1.1.24. */
    int posix_spawn_file_actions_addchdir_np(long actions, long path);

    /** Since glibc 2.34; musl has none. */
    int posix_spawn_file_actions_addclosefrom_np(long actions, int lowest);
}
