// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import akka.actor.ActorRef;
import akka.dispatch.DefaultSystemMessageQueue;
import akka.dispatch.Envelope;
import akka.dispatch.Mailbox;
import akka.dispatch.MessageQueue;
import akka.dispatch.sysmsg.SystemMessage;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.dispatcher.loop.EventLoop;
import org.aioactors.dispatcher.loop.MailboxTask;
import org.aioactors.dispatcher.loop.ServingThread;
import org.jspecify.annotations.Nullable;

/**
 * The mailbox of an actor on an {@link AioDispatcher}: any of Akka's message queues, the loop where the actor is, and
 * what is to be closed when its life ends.
 */
public final class AioMailbox extends Mailbox implements DefaultSystemMessageQueue {
    /** It, for the queues. */
    private final MailboxTask task;

    /** Closed when the actor has ended, newest first. Null while there is none. Whoever runs the mailbox. */
    private @Nullable List<AutoCloseable> resources;

    /** The loop that lives on because of {@link #resources}. Whoever runs the mailbox. */
    private EventLoop holder;

    AioMailbox(MessageQueue messageQueue, EventLoop loop, boolean settled) {
        super(messageQueue);
        this.task = new MailboxTask(this, loop, settled);
        this.holder = loop;
        loop.countActors(1);
    }

    /** The loop where the actor runs, or ran last, or is to begin. Any thread. */
    public AioLoop loop() {
        return AioLoop.of(task.loop());
    }

    MailboxTask task() {
        return task;
    }

    /**
     * Has something closed when the actor has ended, however it ends; restarts don't count. If it has ended already,
     * closes it at once. A failure to close is logged. The actor only; it is closed on the thread on which the actor
     * ends, which for a settled one is the loop's own.
     */
    public void onTermination(AutoCloseable resource) {
        assert ServingThread.currentLoop() == task.loop();
        if (isClosed()) {
            close(resource);
            return;
        }
        if (resources == null) {
            resources = new ArrayList<>();
        }
        if (resources.isEmpty()) {
            holder = task.loop();
        }
        resources.add(resource);
        holder.addOpenResources(1);
    }

    /** Takes back {@link #onTermination}, once, for a resource that was closed before. The actor only. */
    public void forget(AutoCloseable resource) {
        assert ServingThread.currentLoop() == task.loop();
        if (resources != null) {
            for (int i = resources.size() - 1; i >= 0; i--) {
                if (resources.get(i) == resource) {
                    resources.remove(i);
                    holder.addOpenResources(-1);
                    return;
                }
            }
        }
    }

    /**
     * For Akka: takes out the next message, which is handled then, or returns null, which ends the run. A thread takes no
     * more once it was held up: the fds and timers of its loop have waited long enough. Whoever runs the mailbox.
     */
    @Override
    public @Nullable Envelope dequeue() {
        // No other runs it.
        ServingThread thread = Thread.currentThread() instanceof ServingThread serving ? serving : null;
        if (thread != null && thread.isHeld()) {
            return null;
        }
        Envelope message = super.dequeue();
        if (message != null && thread != null) {
            thread.countMessage(task.loop());
        }
        return message;
    }

    /** For Akka: the actor has ended. Closes its resources and hands what it left unread to the dead letters. */
    @Override
    public void cleanUp() {
        try {
            if (ServingThread.currentLoop() == task.loop()) {
                closeResources();
            } else {
                task.loop().execute(this::closeResources);
            }
        } finally {
            task.loop().countActors(-1);
            super.cleanUp();
        }
    }

    private void closeResources() {
        List<AutoCloseable> closing = resources;
        resources = null;
        if (closing != null) {
            for (int i = closing.size() - 1; i >= 0; i--) {
                close(closing.get(i));
            }
            holder.addOpenResources(-closing.size()); // last: until then the context lives
        }
    }

    private void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            task.loop().group().owner().onError("closing " + resource + " of " + this, e);
        }
    }

    /** For Akka. Any thread. */
    @Override
    public void systemEnqueue(ActorRef receiver, SystemMessage message) {
        DefaultSystemMessageQueue.super.systemEnqueue(receiver, message);
    }

    /** For Akka. Whoever runs the mailbox. */
    @Override
    public SystemMessage systemDrain(SystemMessage newContents) {
        return DefaultSystemMessageQueue.super.systemDrain(newContents);
    }

    /** For Akka. Any thread. */
    @Override
    public boolean hasSystemMessages() {
        return DefaultSystemMessageQueue.super.hasSystemMessages();
    }

    @Override
    public String toString() {
        return "mailbox of " + (actor() == null ? "an actor not yet started" : actor().self());
    }
}
