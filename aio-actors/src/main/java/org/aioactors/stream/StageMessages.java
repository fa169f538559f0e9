// SPDX-License-Identifier: Apache-2.0
package org.aioactors.stream;

import akka.actor.ActorRef;
import java.util.function.Consumer;
import scala.Function1;
import scala.Tuple2;
import scala.runtime.BoxedUnit;

/** What Akka's stage actors want of Scala. */
final class StageMessages {
    private StageMessages() {}

    /** A stage's way to hear what its actor is told. */
    static Function1<Tuple2<ActorRef, Object>, BoxedUnit> to(Consumer<Object> receive) {
        return message -> {
            receive.accept(message._2());
            return BoxedUnit.UNIT;
        };
    }
}
