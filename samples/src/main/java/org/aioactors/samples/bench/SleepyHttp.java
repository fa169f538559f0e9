// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import akka.actor.typed.javadsl.Adapter;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.japi.function.Function;
import com.typesafe.config.Config;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An HTTP server whose handler sleeps and tells nobody, as one does that asks a database. The whole system runs on the
 * dispatchers that are compared: the first of a pair is its default dispatcher, the second its internal one.
 */
final class SleepyHttp implements Workload {
    /** With few requests a second, a figure takes longer. */
    private static final int LONGER = 4;

    private final Duration sleep;
    private final int clients;

    SleepyHttp(Duration sleep, int clients) {
        this.sleep = sleep;
        this.clients = clients;
    }

    @Override
    public String operations() {
        return "requests";
    }

    @Override
    public String question() {
        return "http";
    }

    @Override
    public Config config(Config config, DispatcherPair dispatchers) {
        return replaced(
                replaced(config, "akka.actor.default-dispatcher", dispatchers.ping()),
                "akka.actor.internal-dispatcher",
                dispatchers.pong());
    }

    private static Config replaced(Config config, String path, String by) {
        Config dispatcher = config.getConfig(by).withFallback(config.getConfig(path));
        return config.withValue(path, dispatcher.root());
    }

    @Override
    public double perSecond(BenchSystem system, long durationNs) {
        AtomicLong handled = new AtomicLong();
        Function<HttpRequest, HttpResponse> handler = request -> {
            BenchSystem.pass(sleep.toNanos());
            handled.incrementAndGet();
            return HttpResponse.create().withEntity(request.getUri().path().substring(1));
        };
        ServerBinding server = system.await(Http.get(Adapter.toClassic(system.actorSystem()))
                .newServerAt("127.0.0.1", 0)
                .bindSync(handler)
                .toCompletableFuture());
        try (HttpClients load = new HttpClients(server.localAddress(), clients, system.patience())) {
            double perSecond = SteadyRate.perSecond(system, load::answers, LONGER * durationNs);
            load.finish();
            WrongResultException.unlessSame("requests that were handled", load.answers(), handled.get());
            return perSecond;
        } finally {
            system.await(server.terminate(system.patience()).toCompletableFuture());
        }
    }
}
