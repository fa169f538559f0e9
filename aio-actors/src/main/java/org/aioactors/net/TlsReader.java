// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of a {@link TlsSocket}, and the owner of its engine: decrypts what has arrived, as far as that is
 * wanted, and has done off the loop what takes long. Loop thread only.
 */
final class TlsReader {
    /** What comes of it. Each may close the socket. */
    interface Owner {
        /** How many bytes may be decrypted; 0 if none, until {@link TlsReader#goOn} says so again. */
        int allowance();

        /** Whether nothing has failed, and nobody has closed. */
        boolean isAlive();

        void decrypted(ByteString data);

        /** The engine is back from somebody else: it is to be gone on with. */
        void engineFree();

        /** It is to be gone on with in another turn of the loop. */
        void goOnLater();

        /** The handshake is done. */
        void established(TlsSession session);

        /** The peer has ended its side, and said so. */
        void ended();

        /** The stream has ended, and the peer has not said so. */
        void cutOff(Exception cause);

        /** TLS has failed. */
        void failed(Exception cause);
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final OffLoop offLoop;
    private final TlsBuffers buffers;
    private final Consumer<ByteString> send;
    private final Owner owner;

    /** Null until it was made. */
    private @Nullable TlsEngine engine;

    /** Somebody else has the engine: it is not to be touched. */
    private boolean engineBusy = true;

    /** Who is told of what was decrypted may have called back. */
    private boolean decrypting;

    /** Nothing can be decrypted until more has arrived. */
    private boolean starved;

    private boolean streamEnded;

    /** With who sends what the protocol has to say. */
    TlsReader(OffLoop offLoop, TlsBuffers buffers, Consumer<ByteString> send, Owner owner) {
        this.offLoop = offLoop;
        this.buffers = buffers;
        this.send = send;
        this.owner = owner;
    }

    /** Begins with an engine, which is made off the loop. */
    void open(Callable<SSLEngine> makeEngine) {
        offLoop.call(makeEngine, (made, thrown) -> {
            engineBusy = false;
            if (made == null) {
                owner.failed(new SSLException("can't make an engine: " + thrown, thrown));
            } else {
                engine = new TlsEngine(made, buffers, send);
                owner.engineFree();
            }
        });
    }

    /** Null if it can't be used now. */
    @Nullable TlsEngine idleEngine() {
        return engineBusy ? null : engine;
    }

    /** Whether more has to arrive before it can be gone on with. */
    boolean isStarved() {
        return starved;
    }

    boolean takesMore() {
        return starved && !engineBusy && !streamEnded;
    }

    /** Ciphertext has arrived: the first bytes of a buffer, which is used again after that. */
    void add(ByteBuffer source, int length) {
        if (engine == null) {
            return;
        }
        starved = false;
        int allowance = allowance();
        if (allowance > 0) {
            decrypt(engine, allowance, source, length);
        } else {
            engine.keep(source, length);
        }
    }

    /** No more will arrive. */
    void endOfStream() {
        streamEnded = true;
        if (starved) {
            cutOff();
        }
    }

    /** Somebody else may have cut it off. */
    private void cutOff() {
        owner.cutOff(new SSLException(
                engine == null || !engine.isEstablished()
                        ? "the peer has closed the connection in the handshake"
                        : "truncated: the peer has closed the connection without close_notify"));
    }

    /** Decrypts what has arrived, as far as that is wanted. */
    void goOn() {
        int allowance = allowance();
        if (allowance > 0 && engine != null) {
            decrypt(engine, allowance, NOTHING, 0);
        }
    }

    private int allowance() {
        return decrypting || starved || engineBusy ? 0 : owner.allowance();
    }

    private void decrypt(TlsEngine idle, int allowance, ByteBuffer more, int length) {
        decrypting = true;
        TlsEngine.Decrypted decrypted = idle.decrypt(allowance, more, length);
        starved = decrypted.halt() == TlsEngine.Halt.STARVED;
        if (!decrypted.data().isEmpty()) {
            owner.decrypted(decrypted.data());
        }
        decrypting = false;
        if (owner.isAlive()) {
            halted(idle, decrypted);
        }
    }

    private void halted(TlsEngine halted, TlsEngine.Decrypted decrypted) {
        switch (decrypted.halt()) {
            case STARVED -> {
                if (streamEnded) {
                    cutOff();
                }
            }
            case FULL -> owner.goOnLater();
            case TASK -> runTasks(halted);
            case ESTABLISHED -> owner.established(halted.session());
            case ENDED -> {
                starved = true; // nothing counts that may follow
                owner.ended();
            }
            case BROKEN -> owner.failed(failure(halted, decrypted));
        }
    }

    private static Exception failure(TlsEngine broken, TlsEngine.Decrypted decrypted) {
        Exception cause = decrypted.failure();
        boolean plainText = broken.isPlainText() && !broken.isEstablished();
        return plainText || cause == null ? new SSLException("the peer does not speak TLS", cause) : cause;
    }

    private void runTasks(TlsEngine waiting) {
        if (waiting.isEstablished()) {
            // Each would cost us far more than the peer, and TLS 1.3 has abolished it.
            owner.failed(new SSLException("the peer wants to negotiate again, which is refused"));
            return;
        }
        engineBusy = true;
        offLoop.call(
                () -> {
                    for (Runnable task = waiting.nextTask(); task != null; task = waiting.nextTask()) {
                        task.run();
                    }
                    return waiting;
                },
                (done, thrown) -> {
                    engineBusy = false;
                    if (thrown != null) {
                        owner.failed(new SSLException("a task of the handshake has failed: " + thrown, thrown));
                    } else {
                        owner.engineFree();
                    }
                });
    }
}
