// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The address of a Unix socket, {@code unix(7)}: a path, a name of its own name space that no file goes with, or none at
 * all, as the clients of a server have. Immutable.
 */
public final class UnixAddress extends SocketAddress {
    /** The most bytes of a path; the kernel's structure has one more, for the zero at its end. */
    public static final int MAX_PATH_BYTES = SockAddr.SIZE_SUN_PATH - 1;

    /** The most bytes of an abstract name, for which there is a zero before it. */
    public static final int MAX_ABSTRACT_BYTES = SockAddr.SIZE_SUN_PATH - 1;

    /** No address. A socket that is bound to it gets an abstract name that the kernel chooses. */
    public static final UnixAddress UNNAMED = new UnixAddress(Kind.UNNAMED, new byte[0]);

    private static final long serialVersionUID = 1L;

    private enum Kind {
        UNNAMED,
        PATH,
        ABSTRACT
    }

    private final Kind kind;
    private final byte[] bytes;

    private UnixAddress(Kind kind, byte[] bytes) {
        this.kind = kind;
        this.bytes = bytes;
    }

    /**
     * A path, in UTF-8; a relative one starts from the working directory.
     *
     * @throws IllegalArgumentException if it is empty, has a zero character or is longer than {@link #MAX_PATH_BYTES}
     */
    public static UnixAddress of(Path path) {
        return ofPath(path.toString());
    }

    /** The same. */
    public static UnixAddress ofPath(String path) {
        FileIo.checkPath("a Unix socket", path);
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            throw new IllegalArgumentException("the path of a Unix socket is empty");
        }
        if (bytes.length > MAX_PATH_BYTES) {
            throw new IllegalArgumentException("the path of a Unix socket has at most " + MAX_PATH_BYTES
                    + " bytes, but this has " + bytes.length + ": " + path
                    + "; use a shorter one, such as one relative to the working directory");
        }
        return new UnixAddress(Kind.PATH, bytes);
    }

    /**
     * A name in the name space of Linux that no file goes with: it is free again as soon as its socket is closed, and
     * anybody in the same network name space may connect to it.
     *
     * @throws IllegalArgumentException if it is empty or longer than {@link #MAX_ABSTRACT_BYTES}
     */
    public static UnixAddress ofAbstract(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > MAX_ABSTRACT_BYTES) {
            throw new IllegalArgumentException("an abstract name of a Unix socket has from 1 to " + MAX_ABSTRACT_BYTES
                    + " bytes, not " + bytes.length);
        }
        return new UnixAddress(Kind.ABSTRACT, bytes);
    }

    static UnixAddress path(byte[] bytes) {
        return new UnixAddress(Kind.PATH, bytes);
    }

    static UnixAddress abstractName(byte[] bytes) {
        return new UnixAddress(Kind.ABSTRACT, bytes);
    }

    /** Whether it is a path. */
    public boolean isPath() {
        return kind == Kind.PATH;
    }

    /** Whether it is an abstract name. */
    public boolean isAbstract() {
        return kind == Kind.ABSTRACT;
    }

    /** Whether there is none. */
    public boolean isUnnamed() {
        return kind == Kind.UNNAMED;
    }

    /** The path, or the abstract name; empty if there is none. */
    public String name() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnixAddress address && kind == address.kind && Arrays.equals(bytes, address.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * kind.hashCode() + Arrays.hashCode(bytes);
    }

    /** The path, or {@code @} and the abstract name, or {@code (unnamed)}. */
    @Override
    public String toString() {
        return switch (kind) {
            case PATH -> name();
            case ABSTRACT -> "@" + name().replace('\0', '@');
            case UNNAMED -> "(unnamed)";
        };
    }
}
