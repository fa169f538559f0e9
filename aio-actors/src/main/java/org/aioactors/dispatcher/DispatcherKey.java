// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;

/** A key of the configuration that names the aio dispatcher where something lives. Any thread. */
public final class DispatcherKey {
    /** What the key says if it names none: the dispatcher that is ready to use. */
    private static final String DEFAULT = "default";

    private static final String DEFAULT_ID = "aio-default-dispatcher";

    private DispatcherKey() {}

    /** The id of the dispatcher that a key names, which may be missing or of another kind. */
    public static String id(Config config, String key) {
        String id = config.getString(key);
        return id.equals(DEFAULT) ? DEFAULT_ID : id;
    }

    /**
     * The dispatcher that a key names.
     *
     * @param key such as {@code aio.file.dispatcher}
     * @throws ConfigException if there is no such dispatcher, or it is no aio dispatcher; says what to set
     */
    public static DispatcherSelector dispatcher(ActorSystem<?> system, String key) {
        Config config = system.settings().config();
        String id = id(config, key);
        if (!config.hasPath(id)) {
            throw bad(config, key, "there is no dispatcher '" + id + "'; name one that is, such as " + DEFAULT_ID);
        }
        DispatcherSelector selector = DispatcherSelector.fromConfig(id);
        if (!(system.dispatchers().lookup(selector) instanceof AioDispatcher)) {
            throw bad(
                    config,
                    key,
                    "'" + id + "' is not an aio dispatcher; set " + id
                            + ".type = \"org.aioactors.dispatcher.AioDispatcherConfigurator\""
                            + " or name another, such as " + DEFAULT_ID);
        }
        return selector;
    }

    /** Has an actor live there, and on its loop's own thread always; throws as above. */
    public static Props pinned(ActorSystem<?> system, String key) {
        DispatcherSelector unused = dispatcher(system, key);
        return PinnedMailbox.on(id(system.settings().config(), key));
    }

    private static ConfigException bad(Config config, String key, String why) {
        return new ConfigException.BadValue(config.getValue(key).origin(), key, why);
    }
}
