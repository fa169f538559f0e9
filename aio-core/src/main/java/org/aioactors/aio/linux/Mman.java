// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

/** Constants of {@code mmap(2)}. */
public final class Mman {
    /** Protection: the memory can be read. */
    public static final int PROT_READ = 1;
    /** Protection: the memory can be written. */
    public static final int PROT_WRITE = 2;

    /** What is written reaches whoever maps the same file, the kernel included. */
    public static final int MAP_SHARED = 0x01;
    /** What is written stays ours. */
    public static final int MAP_PRIVATE = 0x02;
    /** Zeroed memory that belongs to no file. */
    public static final int MAP_ANONYMOUS = 0x20;
    /** Make the pages present at once instead of at their first use. */
    public static final int MAP_POPULATE = 0x8000;

    private Mman() {}
}
