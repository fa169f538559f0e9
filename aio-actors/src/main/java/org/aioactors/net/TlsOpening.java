// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.ActorRef;
import akka.actor.FunctionRef;
import akka.actor.Terminated;
import akka.actor.typed.javadsl.Adapter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.aioactors.aio.linux.Sockets;
import org.jspecify.annotations.Nullable;
import scala.runtime.BoxedUnit;

/**
 * A connection with TLS until it is known whether the two ends agree. Given up when an actor that has asked to connect stops.
 * Loop thread only.
 */
final class TlsOpening extends Tenants.Tenant implements TlsSocket.Handshake, Patience.Owner {
    /**
     * What is opened.
     *
     * @param limit how long that may take
     * @param limitName what sets the limit
     * @param onFailure hears our address and why there is no connection, on its loop
     */
    record Plan(
            Callable<SSLEngine> engine,
            Duration limit,
            String limitName,
            BiConsumer<InetSocketAddress, Exception> onFailure) {}

    private final TcpLoop home;
    private final ConnectedSocket connected;
    private final Plan plan;
    private final InetSocketAddress localAddress;
    private final TlsSocket socket;
    private final Patience patience;

    /** Watches who has asked to connect; null if it was the peer. */
    private final @Nullable FunctionRef watcher;

    private TlsOpening(TcpLoop home, ConnectedSocket connected, Plan plan) {
        this.home = home;
        this.connected = connected;
        this.plan = plan;
        TcpSettings settings = connected.settings();
        this.localAddress = Sockets.localAddress(settings.syscalls(), connected.fd());
        this.patience = new Patience(this, home);
        this.socket = new TlsSocket(
                Transport.open(home.loop(), settings, home.registry(), connected.fd()),
                home.loop(),
                home.offLoop(),
                settings);
        this.watcher = connected.peer().outgoing() ? home.addRef(this::commanderStopped) : null;
    }

    /** Begins the handshake; see {@link ConnectedSocket.Opening}. */
    static void open(TcpLoop home, ConnectedSocket connected, Plan plan) {
        new TlsOpening(home, connected, plan).begin();
    }

    private void begin() {
        home.add(this);
        if (watcher != null) {
            watcher.watch(Adapter.toClassic(connected.peer().commander()));
        }
        patience.start(plan.limit(), false);
        socket.handshake(plan.engine(), this);
    }

    /** Any thread. */
    private BoxedUnit commanderStopped(ActorRef teller, Object message) {
        if (message instanceof Terminated) {
            home.loop().execute(this::stopped);
        }
        return BoxedUnit.UNIT;
    }

    /** Goes on when the socket has done what it is about. */
    @Override
    public void established(TlsSession session) {
        home.loop().execute(() -> connect(session));
    }

    @Override
    public void failed(Exception cause) {
        home.loop().execute(() -> fail(cause));
    }

    @Override
    public void timedOut() {
        fail(new SSLException("the handshake was not done within " + plan.limit() + " (" + plan.limitName() + ")"));
    }

    private void connect(TlsSession session) {
        if (leave()) {
            try {
                connected.connect(home, socket, localAddress, session);
            } catch (RuntimeException failure) {
                close();
                connected.onFailure().accept(failure);
            }
        }
    }

    private void fail(Exception cause) {
        if (leave()) {
            close();
            plan.onFailure().accept(localAddress, cause);
        }
    }

    @Override
    void stopped() {
        if (leave()) {
            close();
        }
    }

    @Override
    boolean isOf(ListenerLimits listener) {
        return connected.isOf(listener);
    }

    /** Whether it was not decided before. */
    private boolean leave() {
        boolean first = home.remove(this);
        if (first) {
            patience.stop();
            if (watcher != null) {
                home.removeRef(watcher);
            }
        }
        return first;
    }

    private void close() {
        socket.close();
        connected.share().close();
    }
}
