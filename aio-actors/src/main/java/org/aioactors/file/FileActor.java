// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import org.aioactors.aio.linux.Errno;
import org.aioactors.dispatcher.AioLoop;
import org.jspecify.annotations.Nullable;

/**
 * The actor of one file: opens it, passes on what it is asked, and ends with it. Pinned to its loop, on which the kernel's
 * callbacks run too, so that nothing here needs a lock.
 */
final class FileActor implements AutoCloseable {
    /** What the surroundings tell it. */
    enum Signal implements DeadLetterSuppression {
        OWNER_STOPPED,
        /** There is no file any more, or there never was. */
        OVER
    }

    private final FileServices services;
    private final FileKernel kernel;
    private final Fs.Open open;
    private final ActorRef<Object> self;
    private final ActorRef<Object> nobody;

    /** Null before it is open. */
    private @Nullable OpenFile file;

    private boolean ownerStopped;
    private boolean ended;

    private FileActor(ActorContext<Object> context, FileServices services, FileKernel kernel, Fs.Open open) {
        this.services = services;
        this.kernel = kernel;
        this.open = open;
        this.self = context.getSelf();
        this.nobody = context.getSystem().ignoreRef();
    }

    /** The behavior of a file that is one of {@link FileBudget#takeFile}, which it gives back when it ends. */
    static Behavior<Object> create(FileServices services, Fs.Open open) {
        return Behaviors.setup(context -> {
            AioLoop loop = AioLoop.require("a file");
            FileActor actor = new FileActor(context, services, services.kernelOf(loop), open);
            loop.requireMailbox("a file").onTermination(actor);
            context.watchWith(open.owner(), Signal.OWNER_STOPPED);
            actor.open();
            return actor.behavior();
        });
    }

    private void open() {
        try {
            kernel.open(
                    open.path().toString(),
                    open.options().flags(),
                    open.options().mode(),
                    (fd, flags) -> opened(fd));
        } catch (RuntimeException | OutOfMemoryError notBegun) {
            notOpened(NotBegun.errno(notBegun, "open", open.path().toString()));
        }
    }

    private void opened(int result) {
        if (ended) {
            notOpened(Errno.ECANCELED);
            closeUnused(result);
        } else if (result == -Errno.EINTR) {
            open();
        } else if (result < 0) {
            notOpened(-result);
        } else if (ownerStopped) {
            closeUnused(result);
            FileTasks.refuse(open, "the owner of " + open.path() + " has stopped before it was open");
            self.tell(Signal.OVER);
        } else {
            file = new OpenFile(
                    open, kernel, services.settings(), services.budget(), result, () -> self.tell(Signal.OVER));
            open.replyTo().tell(new Fs.Opened(open, self.narrow()));
        }
    }

    private void notOpened(int errno) {
        open.replyTo()
                .tell(new Fs.Failed(open, new FileException("open", open.path().toString(), errno), 0));
        self.tell(Signal.OVER);
    }

    private void closeUnused(int result) {
        if (result >= 0) {
            kernel.closeNow(result);
        }
    }

    private Behavior<Object> behavior() {
        return Behaviors.receive(Object.class)
                .onMessage(Fs.FileCommand.class, this::onCommand)
                .onMessageEquals(Signal.OWNER_STOPPED, this::ownerStopped)
                .onMessageEquals(Signal.OVER, Behaviors::stopped)
                .build();
    }

    private Behavior<Object> onCommand(Fs.FileCommand command) {
        OpenFile present = file;
        if (present == null) {
            FileTasks.refuse(command, open.path() + " is not open");
        } else {
            FileTask task = FileTasks.of(present, command);
            if (task != null) {
                present.submit(task);
            }
        }
        return Behaviors.same();
    }

    private Behavior<Object> ownerStopped() {
        ownerStopped = true;
        if (file != null) {
            file.closeInTurn(new CloseTask(file, new Fs.Close(nobody)));
        }
        return Behaviors.same();
    }

    /** The actor has ended, however that came. */
    @Override
    public void close() {
        if (!ended) {
            ended = true;
            services.budget().giveBackFile();
            if (file != null) {
                file.abandon();
            }
        }
    }

    @Override
    public String toString() {
        return "file " + open.path();
    }
}
