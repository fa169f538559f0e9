// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a child process begins and ends. Immutable: each method returns another one. All signals of a child do what they do by
 * default, and none is blocked; it has no descriptor but its standard input, output and error, and those of {@link #withFd}.
 */
public final class ChildOptions {
    /** What becomes of a child when the actor that hears of it stops, however that comes. */
    public enum AtOwnersEnd {
        /** It is sent KILL, with its process group if that is its own. */
        KILL,
        /** It is sent TERM, and KILL if it has not ended after {@code aio.process.kill-delay}; with its group likewise. */
        TERMINATE,
        /** It lives on; its streams are closed when their handlers stop. */
        LEAVE
    }

    /** In whose process group a child is. */
    enum Group {
        OURS,
        OWN,
        OWN_IN_OWN_SESSION
    }

    /** Nothing on standard input; output and error are those of this process; its environment; killed at its owner's end. */
    public static final ChildOptions DEFAULT = new ChildOptions(new Values());

    /** The highest number of a descriptor that a child can be given. */
    static final int MAX_FD = 1023;

    static final int STANDARD_INPUT = 0;
    static final int STANDARD_OUTPUT = 1;
    static final int STANDARD_ERROR = 2;

    /** Not changed any more once it is somebody's. */
    private static final class Values {
        Stdio stdin = Stdio.NULL;
        Stdio stdout = Stdio.INHERIT;
        Stdio stderr = Stdio.INHERIT;
        SortedMap<Integer, Integer> fds = new TreeMap<>();
        boolean inheritsEnvironment = true;
        Map<String, @Nullable String> variables = new HashMap<>();

        @Nullable Path directory;

        Group group = Group.OURS;
        boolean killsGroupAtExit;

        @Nullable Duration timeout;

        AtOwnersEnd atOwnersEnd = AtOwnersEnd.KILL;

        Values() {}

        Values(Values from) {
            stdin = from.stdin;
            stdout = from.stdout;
            stderr = from.stderr;
            fds = new TreeMap<>(from.fds);
            inheritsEnvironment = from.inheritsEnvironment;
            variables = new HashMap<>(from.variables);
            directory = from.directory;
            group = from.group;
            killsGroupAtExit = from.killsGroupAtExit;
            timeout = from.timeout;
            atOwnersEnd = from.atOwnersEnd;
        }
    }

    private final Values values;

    /** Made when first needed, by any thread: those that come at once make the same. That of this process never changes. */
    private volatile @Nullable List<String> environment;

    private ChildOptions(Values values) {
        this.values = values;
    }

    private ChildOptions with(Consumer<Values> change) {
        Values changed = new Values(values);
        change.accept(changed);
        return new ChildOptions(changed);
    }

    /** With streams for standard input, output and error: {@link Stdio#STREAM} for each. */
    public ChildOptions withStreams() {
        return withStdin(Stdio.STREAM).withStdout(Stdio.STREAM).withStderr(Stdio.STREAM);
    }

    /** With another standard input; throws {@link IllegalArgumentException} for {@link Stdio#SAME_AS_OUTPUT}. */
    public ChildOptions withStdin(Stdio stdin) {
        checkNotOutput(stdin);
        return with(changed -> changed.stdin = stdin);
    }

    /** With another standard output; throws {@link IllegalArgumentException} for {@link Stdio#SAME_AS_OUTPUT}. */
    public ChildOptions withStdout(Stdio stdout) {
        checkNotOutput(stdout);
        return with(changed -> changed.stdout = stdout);
    }

    private static void checkNotOutput(Stdio stdio) {
        if (stdio instanceof Stdio.SameAsOutput) {
            throw new IllegalArgumentException("only standard error can be what standard output is");
        }
    }

    /** With another standard error. */
    public ChildOptions withStderr(Stdio stderr) {
        return with(changed -> changed.stderr = stderr);
    }

    /**
     * With a descriptor of this process, which keeps it: it may be closed after {@link Processes.Started}.
     *
     * @param inChild its number there, from 3 to 1023
     * @param here its number here
     * @throws IllegalArgumentException if a number is out of range
     */
    public ChildOptions withFd(int inChild, int here) {
        if (inChild <= STANDARD_ERROR || inChild > MAX_FD || here < 0) {
            throw new IllegalArgumentException("a child has a descriptor of this process as a number from 3 to "
                    + MAX_FD + ", not " + here + " as " + inChild);
        }
        return with(changed -> changed.fds.put(inChild, here));
    }

    /** With none of the variables of this process: only those that are added after this. */
    public ChildOptions withoutEnvironment() {
        return with(changed -> {
            changed.inheritsEnvironment = false;
            changed.variables.clear();
        });
    }

    /**
     * With a variable of the environment.
     *
     * @throws IllegalArgumentException if the name is empty or has an equals sign, or one has a zero character
     */
    public ChildOptions withVariable(String name, String value) {
        checkName(name);
        checkNoZero("a value", value);
        return with(changed -> changed.variables.put(name, value));
    }

    /** Without a variable of the environment; throws as above. */
    public ChildOptions withoutVariable(String name) {
        checkName(name);
        return with(changed -> changed.variables.put(name, null));
    }

    private static void checkName(String name) {
        if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new IllegalArgumentException("a variable has a name without an equals sign: '" + name + "'");
        }
        checkNoZero("a name", name);
    }

    static void checkNoZero(String what, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what + " has no zero character: " + text.replace('\0', '?'));
        }
    }

    /**
     * With another working directory, from which also a relative path of the program starts. Needs glibc 2.29 or musl 1.1.24, else
     * {@link Processes.SpawnFailed} with ENOSYS.
     */
    public ChildOptions withDirectory(Path directory) {
        checkNoZero("a path", directory.toString());
        return with(changed -> changed.directory = directory);
    }

    /**
     * In a process group of its own, in which its children are as well: signals of the terminal don't reach it, and {@link
     * Processes.SignalGroup} reaches all. A timeout and the owner's end then are the group's.
     */
    public ChildOptions withOwnGroup() {
        return with(changed -> changed.group = Group.OWN);
    }

    /** The same in a session of its own, without a terminal, {@code setsid(2)}. */
    public ChildOptions withOwnSession() {
        return with(changed -> changed.group = Group.OWN_IN_OWN_SESSION);
    }

    /** When the child has ended, the others of its own group are sent KILL. Without a group of its own it means nothing. */
    public ChildOptions withGroupKilledAtExit() {
        return with(changed -> changed.killsGroupAtExit = true);
    }

    /**
     * With a limit to its life: TERM then, and KILL if it has not ended after {@code aio.process.kill-delay}.
     *
     * @throws IllegalArgumentException if it is not positive, or more than a year
     */
    public ChildOptions withTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero() || timeout.toDays() > 365) {
            throw new IllegalArgumentException("a timeout is positive, and a year at most: " + timeout);
        }
        return with(changed -> changed.timeout = timeout);
    }

    /** What becomes of it when its owner stops. */
    public ChildOptions withAtOwnersEnd(AtOwnersEnd what) {
        return with(changed -> changed.atOwnersEnd = what);
    }

    Stdio stdin() {
        return values.stdin;
    }

    Stdio stdout() {
        return values.stdout;
    }

    Stdio stderr() {
        return values.stderr;
    }

    /** Numbers there to numbers here. */
    SortedMap<Integer, Integer> fds() {
        return values.fds;
    }

    @Nullable Path directory() {
        return values.directory;
    }

    boolean hasOwnGroup() {
        return values.group != Group.OURS;
    }

    boolean hasOwnSession() {
        return values.group == Group.OWN_IN_OWN_SESSION;
    }

    boolean killsGroupAtExit() {
        return values.killsGroupAtExit && hasOwnGroup();
    }

    @Nullable Duration timeout() {
        return values.timeout;
    }

    AtOwnersEnd atOwnersEnd() {
        return values.atOwnersEnd;
    }

    /** Each as {@code NAME=value}. Any thread. */
    List<String> environment() {
        List<String> known = environment;
        if (known == null) {
            known = List.copyOf(newEnvironment());
            environment = known;
        }
        return known;
    }

    private List<String> newEnvironment() {
        Map<String, String> all = new HashMap<>();
        if (values.inheritsEnvironment) {
            all.putAll(System.getenv());
        }
        values.variables.forEach((name, value) -> {
            if (value == null) {
                all.remove(name);
            } else {
                all.put(name, value);
            }
        });
        List<String> lines = new ArrayList<>(all.size());
        all.forEach((name, value) -> lines.add(name + "=" + value));
        return lines;
    }
}
