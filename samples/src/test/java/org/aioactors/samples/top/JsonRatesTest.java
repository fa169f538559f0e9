// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One document for each sample. */
class JsonRatesTest {
    @Test
    void countsHaveTheirNamesOfJmxAndTheirRates() {
        Sample before = Samples.with(
                Samples.of(0, Samples.dispatcher(0, List.of(), Samples.loop(1, 0, 0))),
                List.of(Samples.tcp("a:1", 1, 0, 0)),
                List.of(Samples.udp("b:2", 1, 0)));
        Sample after = Samples.with(
                Samples.of(
                        2,
                        Samples.dispatcher(1, List.of(new Sample.OfStall(1, "l-1", "who", 5)), Samples.loop(1, 1, 9))),
                List.of(Samples.tcp("a:1", 2, 1, 8)),
                List.of(Samples.udp("b:2", 1, 4)));
        assertThat(JsonRates.of("process 7", Instant.EPOCH, Rates.between(before, after)))
                .isEqualTo("{'target':'process 7','time':'1970-01-01T00:00:00Z','seconds':2,'systems':1,'dispatchers':["
                                .replace('\'', '"')
                        + ("{'system':'shop','id':'akka.actor.default-dispatcher','stalls':1,'newStalls':1,"
                                        + "'announcedBlocks':2,'reliefThreads':1,'lastStalls':["
                                        + "{'number':1,'loop':'l-1','culprit':'who','ageNs':5}],'loops':["
                                        + "{'number':1,'actors':3,'queueDepth':0,'stalled':false,'pollNs':9,"
                                        + "'turns':1,'turnsPerSecond':0.500,'messages':2,'messagesPerSecond':1,"
                                        + "'tasks':3,'tasksPerSecond':1.500,'steals':4,'stealsPerSecond':2,"
                                        + "'waits':5,'waitsPerSecond':2.500,'busyPollHits':6,'busyPollHitsPerSecond':3,"
                                        + "'busyPollMisses':7,'busyPollMissesPerSecond':3.500,"
                                        + "'wakeUps':8,'wakeUpsPerSecond':4}]}],'tcp':["
                                        + "{'system':'shop','name':'a:1','connections':2,'heldBytes':16384,"
                                        + "'refusedWrites':0,'total':1,'totalPerSecond':0.500,'receivedBytes':8,"
                                        + "'receivedBytesPerSecond':4,'sentBytes':16,'sentBytesPerSecond':8}],'udp':["
                                        + "{'system':'shop','name':'b:2','sockets':1,'lost':7,'receivedDatagrams':4,"
                                        + "'receivedDatagramsPerSecond':2,'receivedBytes':400,"
                                        + "'receivedBytesPerSecond':200,'sentDatagrams':4,'sentDatagramsPerSecond':2,"
                                        + "'sentBytes':200,'sentBytesPerSecond':100}]}")
                                .replace('\'', '"'));
    }

    @Test
    void whatATextMayNotHaveIsEscaped() {
        assertThat(Json.object(json ->
                        json.member("a\"b", "c\\d\ne\t\u00fc\ud83d\ude00").member("e", List.of(), each -> {})))
                .isEqualTo("{\"a\\\"b\":\"c\\\\d\\u000ae\\u0009\u00fc\\ud83d\\ude00\",\"e\":[]}");
    }
}
