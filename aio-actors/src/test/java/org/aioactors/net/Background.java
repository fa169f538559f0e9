// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What a peer does meanwhile, in a thread of its own: a socket that blocks can't both send and receive in one. */
public final class Background<T> {
    private final CompletableFuture<T> outcome = new CompletableFuture<>();

    private Background() {}

    public static <T> Background<T> start(Callable<T> deed) {
        Background<T> started = new Background<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        started.outcome.complete(deed.call());
                    } catch (Throwable failure) {
                        started.outcome.completeExceptionally(failure);
                    }
                },
                "peer");
        thread.setDaemon(true);
        thread.start();
        return started;
    }

    public boolean isDone() {
        return outcome.isDone();
    }

    public T await() {
        return outcome.orTimeout(TcpTest.PATIENCE.toSeconds() * 2, TimeUnit.SECONDS)
                .join();
    }
}
