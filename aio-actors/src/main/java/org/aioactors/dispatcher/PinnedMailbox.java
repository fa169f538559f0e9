// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.typed.MailboxSelector;
import akka.actor.typed.Props;
import akka.dispatch.MailboxType;
import akka.dispatch.MessageQueue;
import akka.dispatch.ProducesMessageQueue;
import akka.dispatch.UnboundedMailbox;
import com.typesafe.config.Config;
import scala.Option;

/**
 * The mailbox of an actor that only its loop's own thread may run, because it shares what it has with callbacks of the
 * loop. While the loop is held up, such an actor waits. Unbounded; on a dispatcher that is not ours it is nothing else.
 *
 * <pre>{@code
 * context.spawn(behavior, "name", MailboxSelector.fromConfig("aio.pinned-mailbox"));
 * }</pre>
 */
public final class PinnedMailbox implements MailboxType, ProducesMessageQueue<UnboundedMailbox.MessageQueue> {
    private static final String PATH = "aio.pinned-mailbox";

    /** For what shares its loop with callbacks, without locks: on the parent's dispatcher, and on its loop always. */
    public static final Props SAME_AS_PARENT = MailboxSelector.fromConfig(PATH).withDispatcherSameAsParent();

    /** For Akka, which makes it of the section of configuration that names it. */
    public PinnedMailbox(ActorSystem.Settings settings, Config config) {}

    /** For Akka. Any thread. */
    @Override
    public MessageQueue create(Option<ActorRef> owner, Option<ActorSystem> system) {
        return new UnboundedMailbox.MessageQueue();
    }

    /** The same on the dispatcher of that path. */
    static Props on(String dispatcherId) {
        return MailboxSelector.fromConfig(PATH).withDispatcherFromConfig(dispatcherId);
    }
}
