// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.web;

import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.InHandler;
import akka.stream.stage.OutHandler;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Fails when a client has been silent for too long. One timer in that time; Akka's own stage looks every second, which is a lot for
 * thousands of clients who are there and say nothing.
 */
final class IdleLimit extends GraphStage<FlowShape<ByteString, ByteString>> {
    private final FlowShape<ByteString, ByteString> shape =
            FlowShape.of(Inlet.create("IdleLimit.in"), Outlet.create("IdleLimit.out"));

    private final Duration limit;

    IdleLimit(Duration limit) {
        this.limit = limit;
    }

    @Override
    public FlowShape<ByteString, ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes inheritedAttributes) {
        return new Logic();
    }

    private final class Logic extends TimerGraphStageLogic implements InHandler, OutHandler {
        private long heardNs = System.nanoTime();

        private Logic() {
            super(shape);
            setHandlers(shape.in(), shape.out(), this);
        }

        @Override
        public void preStart() {
            scheduleOnce("idle", limit);
        }

        @Override
        public void onPush() {
            heardNs = System.nanoTime();
            push(shape.out(), grab(shape.in()));
        }

        @Override
        public void onPull() {
            pull(shape.in());
        }

        @Override
        public void onTimer(Object key) {
            Duration left = limit.minusNanos(System.nanoTime() - heardNs);
            if (left.isNegative() || left.isZero()) {
                failStage(new TimeoutException("not heard of for " + limit.toSeconds() + " s"));
            } else {
                scheduleOnce(key, left);
            }
        }
    }
}
