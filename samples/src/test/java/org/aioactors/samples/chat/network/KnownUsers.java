// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import akka.actor.typed.ActorRef;

/** A table of users, for tests of those who only read it. */
public final class KnownUsers {
    private final UserTable table = new UserTable(1);

    /** The table. */
    public UserTable table() {
        return table;
    }

    /** Somebody is there from now on. */
    public void add(User user, ActorRef<Object> loop) {
        table.put(new UserTable.Known(user, loop));
    }
}
