// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import akka.actor.Deploy;
import scala.collection.Iterator;

/**
 * How an actor asks for a loop: by a tag, which is what typed props may carry that reaches a dispatcher. It has no
 * meaning for other dispatchers. Any thread.
 */
public final class LoopWish {
    /** It asks for none. */
    static final int NONE = 0;

    private static final String TAG = "org.aioactors.loop=";

    private LoopWish() {}

    /**
     * The tag that asks for a loop by number.
     *
     * @param number from 1
     * @throws IllegalArgumentException if the number is below 1
     */
    public static String tag(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("loops are numbered from 1, so there is no loop " + number);
        }
        return TAG + number;
    }

    /** The number of the loop that an actor asks for, or {@link #NONE}. */
    static int of(Deploy deploy) {
        if (deploy.tags().isEmpty()) {
            return NONE;
        }
        Iterator<String> tags = deploy.tags().iterator();
        while (tags.hasNext()) {
            String tag = tags.next();
            if (tag.startsWith(TAG)) {
                return Integer.parseInt(tag.substring(TAG.length()));
            }
        }
        return NONE;
    }
}
