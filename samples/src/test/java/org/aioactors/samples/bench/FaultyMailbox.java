// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.dispatch.Envelope;
import akka.dispatch.MailboxType;
import akka.dispatch.MessageQueue;
import akka.dispatch.ProducesMessageQueue;
import akka.dispatch.UnboundedMailbox;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import scala.Option;

/**
 * The mailboxes of the actors below {@code /user}. Together they do one thing wrong: with one of all their messages, of which
 * the number is given.
 */
public final class FaultyMailbox implements MailboxType, ProducesMessageQueue<UnboundedMailbox.MessageQueue> {
    /** What becomes of the message. */
    enum Fault {
        LOSE,
        DUPLICATE
    }

    private final Fault fault;
    private final long at;
    private final AtomicLong messages = new AtomicLong();

    /** Akka's way to make one. */
    public FaultyMailbox(ActorSystem.Settings settings, Config mailbox) {
        fault = mailbox.getEnum(Fault.class, "fault");
        at = mailbox.getLong("fault-at");
    }

    /** Settings to come before those of the benchmarks. */
    static Config with(Fault fault, long at) {
        String path = "akka.actor.typed.default-mailbox";
        return ConfigFactory.parseMap(Map.of(
                path + ".mailbox-type", FaultyMailbox.class.getName(),
                path + ".fault", fault.name(),
                path + ".fault-at", at));
    }

    @Override
    public MessageQueue create(Option<ActorRef> owner, Option<ActorSystem> system) {
        boolean belowUser = owner.get().path().toStringWithoutAddress().startsWith("/user/");
        return belowUser ? new Queue() : new UnboundedMailbox.MessageQueue();
    }

    private final class Queue extends UnboundedMailbox.MessageQueue {
        private static final long serialVersionUID = 1;

        @Override
        public void enqueue(ActorRef receiver, Envelope handle) {
            if (messages.incrementAndGet() != at) {
                super.enqueue(receiver, handle);
            } else if (fault == Fault.DUPLICATE) {
                super.enqueue(receiver, handle);
                super.enqueue(receiver, handle);
            }
        }
    }
}
