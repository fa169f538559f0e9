// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

import akka.actor.typed.ActorRef;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to say to an actor that wants a loop where there is none: which line of its configuration gives it one. */
final class ForeignThread {
    /** What Akka names the threads of a dispatcher, after the name of the system: its id and a number. */
    private static final Pattern OF_DISPATCHER = Pattern.compile("-(.+)-\\d+");

    private ForeignThread() {}

    /**
     * The complaint about the calling thread.
     *
     * @param what needs a loop
     * @param relative an actor of the same system as the caller, most often itself
     */
    static IllegalStateException noLoop(String what, ActorRef<?> relative) {
        String thread = Thread.currentThread().getName();
        return new IllegalStateException(what + " needs an actor on an aio dispatcher, but this is thread '" + thread
                + "'; " + cure(thread, relative.path().address().system())
                + "spawn the actor with DispatcherSelector.fromConfig(\"aio-default-dispatcher\")");
    }

    private static String cure(String thread, String system) {
        if (thread.startsWith(system)) {
            Matcher rest = OF_DISPATCHER.matcher(thread.substring(system.length()));
            if (rest.matches()) {
                return "set " + rest.group(1) + ".type = \"org.aioactors.dispatcher.AioDispatcherConfigurator\", or ";
            }
        }
        return "";
    }
}
