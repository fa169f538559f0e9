// SPDX-License-Identifier: Apache-2.0
package akka.dispatch;

import akka.actor.ActorCell;
import akka.actor.ActorRef;

/**
 * The outline of Akka's class of this name, for the compiler alone: no class file is made of it, and at run time
 * there is only Akka's.
 *
 * <p>javac refuses any subclass of the real one. Scala gave it {@code void getRawResult()} beside the method of
 * another result type that {@link java.util.concurrent.ForkJoinTask} asks for, which bytecode allows and Java does
 * not. So this outline leaves {@code ForkJoinTask} out. {@code AkkaInternalsTest} holds it to the real class.
 */
public abstract class Mailbox implements SystemMessageQueue, Runnable {
    public Mailbox(MessageQueue messageQueue) {}

    public native ActorCell actor();

    public native MessageQueue messageQueue();

    public native void enqueue(ActorRef receiver, Envelope message);

    public native Envelope dequeue();

    public final native boolean canBeScheduledForExecution(boolean hasMessageHint, boolean hasSystemMessageHint);

    public final native boolean setAsScheduled();

    public final native boolean isClosed();

    @Override
    public final native void run();

    public native void cleanUp();
}
