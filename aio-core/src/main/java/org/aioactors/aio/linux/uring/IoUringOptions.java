// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

/**
 * How a ring should be, see {@code io_uring_setup(2)}. Immutable; any thread.
 *
 * @param entries how many requests can be queued between two submissions; the kernel rounds it up to a
 *     power of two, and down to its maximum (32768)
 * @param completionEntries how many completions the queue holds, rounded likewise; {@link #DEFAULT} lets
 *     the kernel take twice the entries. More than fit are kept in the kernel's memory, at a cost
 * @param wishes flags that are used if the kernel has them: any of {@link #IORING_SETUP_SUBMIT_ALL},
 *     {@link #IORING_SETUP_COOP_TASKRUN}, {@link #IORING_SETUP_TASKRUN_FLAG}, {@link
 *     #IORING_SETUP_SINGLE_ISSUER} and {@link #IORING_SETUP_DEFER_TASKRUN}; {@link IoUring#setupFlags()}
 *     tells which it has got
 */
public record IoUringOptions(int entries, int completionEntries, int wishes) {
    /** The completion entries that the kernel chooses. */
    public static final int DEFAULT = 0;

    /** The completion queue has a size of its own. */
    static final int IORING_SETUP_CQSIZE = 1 << 3;
    /** Sizes above the kernel's maximum become the maximum. */
    static final int IORING_SETUP_CLAMP = 1 << 4;

    /** A request that is refused does not stop those behind it from being submitted (Linux 5.18). */
    public static final int IORING_SETUP_SUBMIT_ALL = 1 << 7;
    /**
     * Completions are processed at the next system call of the thread, instead of interrupting it
     * (Linux 5.19).
     */
    public static final int IORING_SETUP_COOP_TASKRUN = 1 << 8;
    /**
     * {@link CompletionQueue#needsEnter()} tells that completions wait to be processed (Linux 5.19). Goes
     * with one of the other two {@code TASKRUN} flags.
     */
    public static final int IORING_SETUP_TASKRUN_FLAG = 1 << 9;
    /** Only the thread that opens the ring submits; another one gets {@code EEXIST} (Linux 6.0). */
    public static final int IORING_SETUP_SINGLE_ISSUER = 1 << 12;
    /**
     * Completions are processed only in {@link IoUring#submitAndWait} (Linux 6.1). Goes with {@link
     * #IORING_SETUP_SINGLE_ISSUER}, and waiting is for the same thread only.
     */
    public static final int IORING_SETUP_DEFER_TASKRUN = 1 << 13;

    /** All wishes: what suits the loop of one thread that also looks at the ring while it busy-polls. */
    public static final int ALL_WISHES = IORING_SETUP_SUBMIT_ALL
            | IORING_SETUP_COOP_TASKRUN
            | IORING_SETUP_TASKRUN_FLAG
            | IORING_SETUP_SINGLE_ISSUER
            | IORING_SETUP_DEFER_TASKRUN;

    private static final int MAX_ENTRIES = 1 << 15;
    private static final int MAX_COMPLETION_ENTRIES = 2 * MAX_ENTRIES;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range, or a wish lacks the one that it goes with
     */
    public IoUringOptions {
        if (entries < 1 || entries > MAX_ENTRIES) {
            throw new IllegalArgumentException("entries must be from 1 to " + MAX_ENTRIES + ": " + entries);
        }
        if (completionEntries != DEFAULT
                && (completionEntries < entries || completionEntries > MAX_COMPLETION_ENTRIES)) {
            throw new IllegalArgumentException("completionEntries must be " + DEFAULT + " or from " + entries
                    + " (entries) to " + MAX_COMPLETION_ENTRIES + ": " + completionEntries);
        }
        if ((wishes & ~ALL_WISHES) != 0) {
            throw new IllegalArgumentException("wishes has flags that are not supported: 0x"
                    + Integer.toHexString(wishes & ~ALL_WISHES) + "; use those of IoUringOptions");
        }
        if (wishes != withoutOrphans(wishes)) {
            throw new IllegalArgumentException("wishes 0x" + Integer.toHexString(wishes)
                    + " are incomplete: TASKRUN_FLAG goes with COOP_TASKRUN or DEFER_TASKRUN, and"
                    + " DEFER_TASKRUN with SINGLE_ISSUER");
        }
    }

    /** A ring of the given size with all wishes. */
    public static IoUringOptions of(int entries) {
        return new IoUringOptions(entries, DEFAULT, ALL_WISHES);
    }

    /** The same with a completion queue of the given size. */
    public IoUringOptions withCompletionEntries(int newCompletionEntries) {
        return new IoUringOptions(entries, newCompletionEntries, wishes);
    }

    /** The same with the given wishes and no others. */
    public IoUringOptions withWishes(int newWishes) {
        return new IoUringOptions(entries, completionEntries, newWishes);
    }

    /** The same without the wishes that an older kernel lacks first: an empty set stays empty. */
    IoUringOptions withoutNewestWish() {
        return withWishes(withoutOrphans(wishes & ~newest(wishes)));
    }

    private static int newest(int wishes) {
        if ((wishes & IORING_SETUP_DEFER_TASKRUN) != 0) {
            return IORING_SETUP_DEFER_TASKRUN;
        }
        if ((wishes & IORING_SETUP_SINGLE_ISSUER) != 0) {
            return IORING_SETUP_SINGLE_ISSUER;
        }
        int coop = IORING_SETUP_COOP_TASKRUN | IORING_SETUP_TASKRUN_FLAG;
        return (wishes & coop) != 0 ? coop : wishes;
    }

    private static int withoutOrphans(int wishes) {
        int result = wishes;
        if ((result & IORING_SETUP_SINGLE_ISSUER) == 0) {
            result &= ~IORING_SETUP_DEFER_TASKRUN;
        }
        if ((result & (IORING_SETUP_COOP_TASKRUN | IORING_SETUP_DEFER_TASKRUN)) == 0) {
            result &= ~IORING_SETUP_TASKRUN_FLAG;
        }
        return result;
    }

    /** The {@code flags} of {@code struct io_uring_params}. */
    int setupFlags() {
        return wishes | IORING_SETUP_CLAMP | (completionEntries == DEFAULT ? 0 : IORING_SETUP_CQSIZE);
    }
}
