// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import akka.actor.ActorRef;
import akka.actor.NoSerializationVerificationNeeded;
import akka.io.Tcp;
import akka.io.TcpMessage;
import akka.util.ByteString;

/**
 * Writes to a connection of Akka's as its documentation has it: one write at a time, acknowledged, and what comes meanwhile
 * is kept and written after it in one piece; the peer is not read from while much is kept. Its actor's.
 */
final class AkkaWriter {
    /** What the actor receives for each write; it calls {@link #acknowledged} then. */
    enum Ack implements Tcp.Event, NoSerializationVerificationNeeded {
        INSTANCE
    }

    private static final int HIGH_WATER_BYTES = 1024 * 1024;
    private static final int LOW_WATER_BYTES = 256 * 1024;

    private final ActorRef connection;
    private final ActorRef self;

    private ByteString kept = ByteString.emptyByteString();
    private boolean writing;
    private boolean suspended;

    AkkaWriter(ActorRef connection, ActorRef self) {
        this.connection = connection;
        this.self = self;
    }

    void write(ByteString bytes) {
        if (writing) {
            kept = kept.concat(bytes);
            if (!suspended && kept.size() > HIGH_WATER_BYTES) {
                suspended = true;
                connection.tell(TcpMessage.suspendReading(), self);
            }
        } else {
            writing = true;
            connection.tell(TcpMessage.write(bytes, Ack.INSTANCE), self);
        }
    }

    void acknowledged() {
        writing = false;
        if (!kept.isEmpty()) {
            ByteString next = kept;
            kept = ByteString.emptyByteString();
            write(next);
        }
        if (suspended && kept.size() < LOW_WATER_BYTES) {
            suspended = false;
            connection.tell(TcpMessage.resumeReading(), self);
        }
    }
}
