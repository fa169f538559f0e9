// SPDX-License-Identifier: Apache-2.0
package org.aioactors.time;

import akka.actor.LightArrayRevolverScheduler;
import akka.actor.Scheduler;
import akka.event.LoggingAdapter;
import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;

/** That the contract is Akka's. */
class AkkaSchedulerContractTest extends SchedulerContract {
    @Override
    Scheduler create(Config config, LoggingAdapter log, ThreadFactory threadFactory) {
        return new LightArrayRevolverScheduler(config, log, threadFactory);
    }
}
