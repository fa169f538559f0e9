// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.fds;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import org.aioactors.Aio;
import org.aioactors.file.Fs;
import org.aioactors.file.OpenOptions;
import org.aioactors.os.directory.DirectoryWatch;
import org.jspecify.annotations.Nullable;

/**
 * Prints what is added to the files below a directory, also to those that are new, moved there, rotated, or cut off to begin
 * again.
 *
 * <pre>
 *   TailLogs DIRECTORY
 * </pre>
 */
public final class TailLogs {
    private static final int MOST = 64 * 1024;

    /** A file, under the name that it has by now. */
    private static final class Tail {
        String path;
        long position;

        @Nullable ActorRef<Fs.FileCommand> file;

        boolean reading;
        boolean more;

        Tail(String path, long position) {
            this.path = path;
            this.position = position;
        }
    }

    private final ActorContext<Object> context;
    private final Map<String, Tail> tails = new HashMap<>();
    /** Whose each request is; two files may have the same request. */
    private final IdentityHashMap<Object, Tail> asked = new IdentityHashMap<>();

    /** At the beginning nothing of what there is is new. */
    private boolean scanned;

    private TailLogs(ActorContext<Object> context, Path directory) {
        this.context = context;
        DirectoryWatch.watch(context.getSystem(), directory, context.getSelf().narrow());
    }

    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("usage: TailLogs DIRECTORY");
            System.exit(2);
        }
        ActorSystem.create(create(Path.of(args[0])), "tail-logs");
    }

    private static Behavior<Object> create(Path directory) {
        return Behaviors.setup(context -> {
            TailLogs logs = new TailLogs(context, directory);
            return Behaviors.receive(Object.class)
                    .onMessage(DirectoryWatch.Event.class, logs::changed)
                    .onMessage(Fs.Answer.class, logs::answered)
                    .build();
        });
    }

    private Behavior<Object> changed(DirectoryWatch.Event event) {
        if (event instanceof DirectoryWatch.Found found && !found.directory()) {
            tail(found.path());
        } else if (event instanceof DirectoryWatch.Created created && !created.directory()) {
            tail(created.path());
        } else if (event instanceof DirectoryWatch.MovedIn moved && !moved.directory()) {
            forget(moved.path());
            tail(moved.path());
        } else if (event instanceof DirectoryWatch.Modified modified) {
            tail(modified.path());
        } else if (event instanceof DirectoryWatch.Moved moved) {
            forget(moved.to());
            Map.copyOf(tails).keySet().forEach(path -> renamed(path, moved));
        } else if (event instanceof DirectoryWatch.Deleted deleted) {
            forget(deleted.path());
        } else if (event instanceof DirectoryWatch.MovedOut moved) {
            Map.copyOf(tails).keySet().stream()
                    .filter(path -> path.equals(moved.path()) || path.startsWith(moved.path() + "/"))
                    .forEach(this::forget);
        } else if (event instanceof DirectoryWatch.Scanned) {
            scanned = true;
        } else if (event instanceof DirectoryWatch.Failed failed) {
            System.err.println(failed.reason());
            return Behaviors.stopped();
        } else if (event instanceof DirectoryWatch.Status) {
            System.err.println(event);
        }
        return Behaviors.same();
    }

    private void renamed(String path, DirectoryWatch.Moved moved) {
        if (path.equals(moved.from()) || path.startsWith(moved.from() + "/")) {
            Tail tail = Objects.requireNonNull(tails.remove(path));
            tail.path = moved.to() + path.substring(moved.from().length());
            tails.put(tail.path, tail);
        }
    }

    private void forget(String path) {
        Tail tail = tails.remove(path);
        if (tail != null && tail.file != null) {
            tail.file.tell(new Fs.Close(context.getSystem().ignoreRef()));
        }
    }

    /** Reads what is new, or opens the file first. */
    private void tail(String path) {
        Tail tail = tails.get(path);
        if (tail == null) {
            tail = new Tail(path, scanned ? 0 : -1);
            tails.put(path, tail);
            try {
                Fs.Open open = new Fs.Open(Path.of(path), OpenOptions.read(), context.getSelf(), self());
                asked.put(open, tail);
                Aio.get(context.getSystem()).files().tell(open);
            } catch (InvalidPathException notText) {
                System.err.println("can't be opened by this name: " + path);
            }
        } else if (tail.file != null) {
            read(tail);
        }
    }

    private ActorRef<Fs.Answer> self() {
        return context.getSelf().narrow();
    }

    private void read(Tail tail) {
        tail.more = tail.reading;
        if (!tail.reading) {
            tail.reading = true;
            ask(tail, tail.position < 0 ? new Fs.StatFile(self()) : new Fs.Read(tail.position, MOST, self()));
        }
    }

    private void ask(Tail tail, Fs.FileCommand command) {
        asked.put(command, tail);
        if (tail.file != null) {
            tail.file.tell(command);
        }
    }

    private Behavior<Object> answered(Fs.Answer answer) {
        Tail tail = Objects.requireNonNull(asked.remove(answer.request()));
        if (answer instanceof Fs.Opened opened) {
            tail.file = opened.file();
            if (tails.get(tail.path) == tail) {
                read(tail);
            } else {
                opened.file().tell(new Fs.Close(context.getSystem().ignoreRef()));
            }
            return Behaviors.same();
        }
        tail.reading = false;
        if (answer instanceof Fs.ReadDone read && !read.data().isEmpty()) {
            System.out.print("==> " + tail.path + "\n" + read.data().utf8String());
            tail.position += read.data().size();
            read(tail);
        } else if (answer instanceof Fs.ReadDone) {
            tail.reading = true; // nothing new: perhaps it was cut off
            ask(tail, new Fs.StatFile(self()));
        } else if (answer instanceof Fs.Status status) {
            looked(tail, status.status().size());
        } else {
            System.err.println(answer);
        }
        return Behaviors.same();
    }

    /** All was read, or nothing is to be: a file that is shorter than that was cut off, and begins again. */
    private void looked(Tail tail, long size) {
        boolean first = tail.position < 0;
        boolean cutOff = size < tail.position;
        tail.position = first ? size : cutOff ? 0 : tail.position;
        if (tail.more || cutOff) {
            read(tail);
        }
    }
}
