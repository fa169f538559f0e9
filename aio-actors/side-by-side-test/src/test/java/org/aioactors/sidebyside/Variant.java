// SPDX-License-Identifier: Apache-2.0
package org.aioactors.sidebyside;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** An actor system of one of the two, with its actors and timers on loops. */
interface Variant extends AutoCloseable {
    /** That of both systems. */
    String NAME = "both";

    /** The thread of an actor on the dispatcher that is ready to use, with the pinned mailbox. */
    CompletableFuture<String> pinnedThread();

    /** The thread of what the scheduler runs after a moment, on the default dispatcher. */
    CompletableFuture<String> timerThread();

    /** Listens, and answers each piece with itself. */
    CompletableFuture<InetSocketAddress> echo();

    /** Connects, sends a byte and says what comes back. */
    CompletableFuture<Integer> ask(InetSocketAddress address, int sent);

    @Override
    void close();

    /** The settings of which an existing application becomes ours, and the scheduler. */
    static Config config(String root, String packages) {
        String type = " = \"" + packages + ".dispatcher.AioDispatcherConfigurator\"\n";
        // Without the application.conf of the samples, which are on this class path.
        return ConfigFactory.load(ConfigFactory.parseString(root + ".actor.default-dispatcher.type" + type + root
                + ".actor.internal-dispatcher.type" + type + root + ".scheduler.implementation = \"" + packages
                + ".time.AioScheduler\""));
    }
}
