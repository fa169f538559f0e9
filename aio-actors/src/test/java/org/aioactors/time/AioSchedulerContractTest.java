// SPDX-License-Identifier: Apache-2.0
package org.aioactors.time;

import akka.actor.Scheduler;
import akka.event.LoggingAdapter;
import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;

/** Ours on its own thread alone. */
class AioSchedulerContractTest extends SchedulerContract {
    @Override
    Scheduler create(Config config, LoggingAdapter log, ThreadFactory threadFactory) {
        return new AioScheduler(config, log, threadFactory);
    }
}
