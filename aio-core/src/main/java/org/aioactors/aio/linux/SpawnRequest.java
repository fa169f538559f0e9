// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.io.File;
import java.util.List;

/**
 * A program to be run by {@code posix_spawn(3)}, and what is to be done in the new process before it: first the signals, the
 * session and the process group, then the actions on files, in the order in which they were added here. Descriptors that are
 * close-on-exec and were not {@linkplain #duplicate duplicated} are closed; others stay open, see {@link #closeFrom}.
 *
 * <pre>{@code
 * try (SpawnRequest request = SpawnRequest.of("cat", List.of("cat", "/etc/hosts"), List.of("LANG=C"))) {
 *     request.duplicate(pipe.value(), 1).closeFrom(3);
 *     int pid = request.spawn(); // or -errno
 * }
 * }</pre>
 *
 * <p>Whoever spawns a process waits for its end, {@code waitid(2)}: see {@link ProcessCalls}. Used by one thread at a time; all
 * methods but {@link #close} throw {@link IllegalStateException} once it is closed, and those that add something {@link
 * SyscallException} if the C library has no memory for it.
 */
public final class SpawnRequest implements AutoCloseable {
    /** Flag of posix_spawnattr_setflags(3). */
    static final int POSIX_SPAWN_SETPGROUP = 0x02;

    static final int POSIX_SPAWN_SETSIGDEF = 0x04;
    static final int POSIX_SPAWN_SETSIGMASK = 0x08;
    static final int POSIX_SPAWN_SETSID = 0x80;

    /** Stands for all signals but KILL and STOP, which are what they are. */
    public static final long ALL_SIGNALS = ~(bit(9) | bit(19));

    /*
     * More than posix_spawnattr_t (336 bytes), posix_spawn_file_actions_t (80) and sigset_t (128) take in glibc and musl; they are
     * opaque.
     */
    static final int SIZE_ATTRIBUTES = 512;
    static final int SIZE_ACTIONS = 128;
    static final int SIZE_SIGNALS = 128;

    private static final int OFFSET_ACTIONS = SIZE_ATTRIBUTES;
    private static final int OFFSET_SIGNALS = OFFSET_ACTIONS + SIZE_ACTIONS;
    private static final int OFFSET_PID = OFFSET_SIGNALS + SIZE_SIGNALS;

    private final NativeMemory memory = NativeMemory.allocate(OFFSET_PID + Integer.BYTES);
    private final NativeMemory program;
    private final CStrings arguments;
    private final CStrings environment;
    private final long attributes = memory.address();
    private final long actions = attributes + OFFSET_ACTIONS;
    private int flags;
    private boolean closed;

    private SpawnRequest(NativeMemory program, CStrings arguments, CStrings environment) {
        this.program = program;
        this.arguments = arguments;
        this.environment = environment;
    }

    /**
     * A request without actions, whose process has the signal mask, the ignored signals, the process group and the session of
     * the caller.
     *
     * @param program a path; or, without a slash, a name to be looked for in the PATH of this process
     * @param arguments the first of which is what the program believes to be its name
     * @param environment each such as {@code NAME=value}
     * @throws IllegalArgumentException if a string has a zero character
     * @throws SyscallException if the C library has no memory
     */
    public static SpawnRequest of(String program, List<String> arguments, List<String> environment) {
        NativeMemory name = FileIo.pathName("spawn", program);
        CStrings argv = null;
        CStrings envp = null;
        try {
            argv = new CStrings("an argument", arguments);
            envp = new CStrings("a variable of the environment", environment);
            SpawnRequest request = new SpawnRequest(name, argv, envp);
            request.init();
            return request;
        } catch (RuntimeException | Error failure) {
            name.close();
            if (argv != null) {
                argv.close();
            }
            if (envp != null) {
                envp.close();
            }
            throw failure;
        }
    }

    private void init() {
        int error = LibcSpawn.attrInit(attributes);
        if (error == 0) {
            error = LibcSpawn.actionsInit(actions);
            if (error != 0) {
                LibcSpawn.attrDestroy(attributes);
            }
        }
        if (error != 0) {
            closed = true;
            memory.close();
            throw new SyscallException("posix_spawn_file_actions_init", SyscallException.NO_FD, error);
        }
    }

    /**
     * Opens a file as a descriptor of this number. A terminal that a process of a {@linkplain #newSession new session} opens
     * becomes its controlling terminal.
     *
     * @param flags such as {@link Fcntl#O_RDWR}; not {@link Fcntl#O_CLOEXEC}
     * @param mode the permissions of a file that is made
     */
    public SpawnRequest open(int fd, String path, int flags, int mode) {
        checkOpen();
        try (NativeMemory name = FileIo.pathName("spawn", path)) { // is copied
            check(LibcSpawn.addOpen(actions, fd, name.address(), flags, mode), "posix_spawn_file_actions_addopen", fd);
        }
        return this;
    }

    /** Makes a descriptor, which may be close-on-exec, that of another number, which is not. */
    public SpawnRequest duplicate(int fd, int as) {
        checkOpen();
        check(LibcSpawn.addDup2(actions, fd, as), "posix_spawn_file_actions_adddup2", fd);
        return this;
    }

    /** Closes a descriptor if it is open. */
    public SpawnRequest close(int fd) {
        checkOpen();
        check(LibcSpawn.addClose(actions, fd), "posix_spawn_file_actions_addclose", fd);
        return this;
    }

    /**
     * Closes all descriptors from this number on. Before glibc 2.34, and with musl, those that are open now: what another thread
     * opens between now and {@link #spawn} without close-on-exec stays open in the process.
     */
    public SpawnRequest closeFrom(int lowest) {
        checkOpen();
        int error = LibcSpawn.addClosefrom(actions, lowest);
        if (error == Errno.ENOSYS) {
            closeOpenFrom(lowest);
        } else {
            check(error, "posix_spawn_file_actions_addclosefrom_np", lowest);
        }
        return this;
    }

    void closeOpenFrom(int lowest) {
        String[] open = new File("/proc/self/fd").list();
        if (open == null) {
            throw new SyscallException("open('/proc/self/fd')", SyscallException.NO_FD, Errno.ENOENT);
        }
        for (String number : open) {
            int fd = Integer.parseInt(number);
            if (fd >= lowest) {
                close(fd);
            }
        }
    }

    /**
     * Changes the working directory; later actions, and the path of the program, start from there.
     *
     * @throws SyscallException with {@link Errno#ENOSYS} if the C library can't: glibc before 2.29, musl before 1.1.24
     */
    public SpawnRequest changeDirectory(String path) {
        checkOpen();
        try (NativeMemory name = FileIo.pathName("spawn", path)) { // is copied
            String call = "posix_spawn_file_actions_addchdir_np";
            check(LibcSpawn.addChdir(actions, name.address()), call, SyscallException.NO_FD);
        }
        return this;
    }

    /** In a session of its own, without a terminal, and so in a process group of its own: {@code setsid(2)}. */
    public SpawnRequest newSession() {
        return with(POSIX_SPAWN_SETSID);
    }

    /** In a process group, 0 meaning one of its own: {@code setpgid(2)}. */
    public SpawnRequest processGroup(int group) {
        checkOpen();
        check(LibcSpawn.setPgroup(attributes, group), "posix_spawnattr_setpgroup", SyscallException.NO_FD);
        return with(POSIX_SPAWN_SETPGROUP);
    }

    /**
     * Has these signals do what they do by default, although this process ignores them. Those that it handles do so anyway.
     *
     * @param signals signal n is bit n - 1; {@link #ALL_SIGNALS}
     */
    public SpawnRequest defaultSignals(long signals) {
        long set = signalSet(signals);
        check(LibcSpawn.setSigdefault(attributes, set), "posix_spawnattr_setsigdefault", SyscallException.NO_FD);
        return with(POSIX_SPAWN_SETSIGDEF);
    }

    /** Has these signals blocked, and no others: 0 for none; as above. */
    public SpawnRequest signalMask(long signals) {
        long set = signalSet(signals);
        check(LibcSpawn.setSigmask(attributes, set), "posix_spawnattr_setsigmask", SyscallException.NO_FD);
        return with(POSIX_SPAWN_SETSIGMASK);
    }

    /** The address of a sigset_t, good until the next call. It is an array of longs, of which the kernel knows the first. */
    private long signalSet(long signals) {
        checkOpen();
        memory.buffer().putLong(OFFSET_SIGNALS, signals);
        return attributes + OFFSET_SIGNALS;
    }

    /** The bit of a signal in a set. */
    public static long bit(int signal) {
        return 1L << (signal - 1);
    }

    private SpawnRequest with(int flag) {
        checkOpen();
        flags |= flag;
        check(LibcSpawn.setFlags(attributes, flags), "posix_spawnattr_setflags", SyscallException.NO_FD);
        return this;
    }

    /**
     * {@code posix_spawnp(3)}: makes the process, and blocks until it runs the program or could not, however long the file
     * system takes to find that out. May be called several times.
     *
     * @return the process id; or {@code -errno}, of an action or of {@code execve(2)}, and then there is no process
     */
    public int spawn() {
        checkOpen();
        int error = LibcSpawn.posix_spawnp(
                attributes + OFFSET_PID,
                program.address(),
                actions,
                attributes,
                arguments.address(),
                environment.address());
        return error != 0 ? -error : memory.buffer().getInt(OFFSET_PID);
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("a spawn request was used after it was closed");
        }
    }

    private static void check(int error, String call, int fd) {
        SyscallException.check(-error, call, fd);
    }

    /** Frees the memory; does nothing if it is closed already. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            LibcSpawn.actionsDestroy(actions);
            LibcSpawn.attrDestroy(attributes);
            memory.close();
            program.close();
            arguments.close();
            environment.close();
        }
    }
}
