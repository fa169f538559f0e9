// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.aioactors.aio.linux.UnixSockets;
import org.jspecify.annotations.Nullable;

/** Permissions as numbers. */
final class UnixPermissions {
    private UnixPermissions() {}

    /** Such as 0640; {@link UnixSockets#UMASK_PERMISSIONS} for null. */
    static int bits(@Nullable Set<PosixFilePermission> permissions) {
        if (permissions == null) {
            return UnixSockets.UMASK_PERMISSIONS;
        }
        int bits = 0;
        for (PosixFilePermission each : permissions) {
            bits |= bit(each);
        }
        return bits;
    }

    private static int bit(PosixFilePermission permission) {
        return switch (permission) {
            case OWNER_READ -> 0400;
            case OWNER_WRITE -> 0200;
            case OWNER_EXECUTE -> 0100;
            case GROUP_READ -> 0040;
            case GROUP_WRITE -> 0020;
            case GROUP_EXECUTE -> 0010;
            case OTHERS_READ -> 0004;
            case OTHERS_WRITE -> 0002;
            case OTHERS_EXECUTE -> 0001;
        };
    }
}
