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
import org.jspecify.annotations.Nullable;

/**
 * The mailbox of an actor on an {@link AioDispatcher}: any of Akka's message queues, the loop that the actor is bound
 * to for its life, and what is to be closed when that life ends.
 */
public final class AioMailbox extends Mailbox implements DefaultSystemMessageQueue, LoopTask {
    private final AioLoop loop;

    /** Whether only the loop's own thread may run it. Written and read by who runs it, or has taken it out to do so. */
    private boolean pinned;

    /**
     * Link in the loop's run queue. Akka's status "scheduled" makes sure that it is in there once. See {@link
     * LoopTask}.
     */
    private @Nullable LoopTask next;

    /** Closed when the actor has ended, newest first. Null while there is none. Whoever runs the mailbox. */
    private @Nullable List<AutoCloseable> resources;

    AioMailbox(MessageQueue messageQueue, AioLoop loop, boolean pinned) {
        super(messageQueue);
        this.loop = loop;
        this.pinned = pinned;
        loop.addActors(1);
    }

    /** The loop to which the actor is bound. Any thread. */
    public AioLoop loop() {
        return loop;
    }

    /**
     * Has something closed when the actor has ended, however it ends; restarts don't count. If it has ended already,
     * closes it at once. A failure to close is logged. The actor only; it is closed on the thread on which the actor
     * ends, which for a pinned one is the loop's own.
     */
    public void onTermination(AutoCloseable resource) {
        assert AioLoop.current() == loop;
        if (isClosed()) {
            close(resource);
            return;
        }
        if (resources == null) {
            resources = new ArrayList<>();
        }
        resources.add(resource);
        loop.addOpenResources(1);
    }

    /** Takes back {@link #onTermination}, once, for a resource that was closed before. The actor only. */
    public void forget(AutoCloseable resource) {
        assert AioLoop.current() == loop;
        if (resources != null) {
            for (int i = resources.size() - 1; i >= 0; i--) {
                if (resources.get(i) == resource) {
                    resources.remove(i);
                    loop.addOpenResources(-1);
                    return;
                }
            }
        }
    }

    /**
     * For Akka: takes out the next message, which is handled then, or returns null, which ends the run. The loop's own
     * thread takes no more once it was relieved: its fds and timers wait for it, and whoever is free runs the rest.
     * Whoever runs the mailbox.
     */
    @Override
    public @Nullable Envelope dequeue() {
        LoopThread own = Thread.currentThread() instanceof LoopThread home ? home : null; // no other runs its actors
        if (own != null && loop.work().isRunRelieved()) {
            return null;
        }
        Envelope message = super.dequeue();
        if (message != null) {
            if (own != null) {
                own.countMessage();
            } else {
                loop.counts().relievedMessage();
            }
        }
        return message;
    }

    /** For Akka: the actor has ended. Closes its resources and hands what it left unread to the dead letters. */
    @Override
    public void cleanUp() {
        try {
            if (AioLoop.current() == loop) {
                closeResources();
            } else {
                loop.execute(this::closeResources);
            }
        } finally {
            loop.addActors(-1);
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
            loop.addOpenResources(-closing.size()); // last: until then the context lives
        }
    }

    private void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            loop.owner().onError("closing " + resource + " of " + this, e);
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

    /** No relief thread is to run it any more. Whoever runs it. */
    void pin() {
        pinned = true;
    }

    /** For the run queue. */
    @Override
    public boolean staysHome() {
        return pinned;
    }

    /** For the run queue. */
    @Override
    public @Nullable LoopTask nextTask() {
        return next;
    }

    /** For the run queue. */
    @Override
    public void setNextTask(@Nullable LoopTask next) {
        this.next = next;
    }

    @Override
    public String toString() {
        return "mailbox of " + (actor() == null ? "an actor not yet started" : actor().self());
    }
}
