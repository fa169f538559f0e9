// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aioactors.net.Tcp;
import org.junit.jupiter.api.Test;

class OutLineTest {
    private static final long ALL = Capability.all();

    @Test
    void the_last_parameter_has_a_colon_where_it_needs_one() {
        assertThat(text(OutLine.of("s", "005", List.of("n", "A=1", "are supported"))))
                .isEqualTo(":s 005 n A=1 :are supported\r\n");
        assertThat(text(OutLine.of("n!u@h", "JOIN", List.of("#c")))).isEqualTo(":n!u@h JOIN #c\r\n");
        assertThat(text(OutLine.of("n", "TOPIC", List.of("#c", "")))).isEqualTo(":n TOPIC #c :\r\n");
        assertThat(text(OutLine.of("n", "TOPIC", List.of("#c", ":)")))).isEqualTo(":n TOPIC #c ::)\r\n");
        assertThat(text(OutLine.of(null, "PING", List.of()))).isEqualTo("PING\r\n");
    }

    @Test
    void a_text_or_a_list_always_has_a_colon() {
        assertThat(text(OutLine.of("s", "353", List.of("n", "=", "#c", "@n")))).isEqualTo(":s 353 n = #c :@n\r\n");
        assertThat(text(OutLine.of("n", "PRIVMSG", List.of("#c", "hi")))).isEqualTo(":n PRIVMSG #c :hi\r\n");
    }

    @Test
    void another_parameter_that_would_not_be_one_is_replaced() {
        assertThat(text(OutLine.of("s", "432", List.of("a b", "", ":c", "d")))).isEqualTo(":s 432 * * * d\r\n");
    }

    @Test
    void each_client_gets_the_tags_that_it_can_read() {
        OutLine line = OutLine.of("n", "A", List.of())
                .time(1_318_957_251_620L)
                .msgid("m1")
                .account("acc")
                .bot()
                .label("l 1")
                .batch("b")
                .clientTags(Map.of("+x", "a;b", "y", "not relayed", "+", "no name"));
        assertThat(text(line, 0)).isEqualTo(":n A\r\n");
        assertThat(text(line, Capability.SERVER_TIME.bit())).isEqualTo("@time=2011-10-18T17:00:51.620Z :n A\r\n");
        assertThat(text(line, Capability.ACCOUNT_TAG.bit())).isEqualTo("@account=acc :n A\r\n");
        assertThat(text(line, Capability.LABELED_RESPONSE.bit())).isEqualTo("@label=l\\s1 :n A\r\n");
        assertThat(text(line, Capability.BATCH.bit())).isEqualTo("@batch=b :n A\r\n");
        assertThat(text(line, Capability.MESSAGE_TAGS.bit())).isEqualTo("@msgid=m1;bot;+x=a\\:b :n A\r\n");
        assertThat(text(line, ALL))
                .isEqualTo(
                        "@time=2011-10-18T17:00:51.620Z;msgid=m1;account=acc;bot;label=l\\s1;batch=b;+x=a\\:b :n A\r\n");
    }

    @Test
    void only_well_formed_tags_of_clients_are_relayed() {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("+draft/react", "\ud83d\ude00");
        tags.put("+example.org/a-1", "");
        tags.put("+a=b", "x");
        tags.put("+a\\b", "x");
        tags.put("+\u00e9", "x");
        tags.put("++", "x");
        assertThat(text(OutLine.of("n", "TAGMSG", List.of("#c")).clientTags(tags), ALL))
                .isEqualTo("@+draft/react=\ud83d\ude00;+example.org/a-1 :n TAGMSG #c\r\n");
    }

    @Test
    void the_sender_without_an_account_has_no_tag() {
        assertThat(text(OutLine.of("n", "A", List.of()).account(null), ALL)).isEqualTo(":n A\r\n");
    }

    @Test
    void all_who_get_the_same_bytes_get_the_same_object() {
        OutLine line = OutLine.of("n", "A", List.of()).time(0).msgid("m");
        Tcp.Write plain = line.write(0);
        Tcp.Write timed = line.write(Capability.SERVER_TIME.bit());
        Tcp.Write all = line.write(ALL);
        assertThat(line.write(Capability.ECHO_MESSAGE.bit())).isSameAs(plain);
        assertThat(line.write(Capability.SERVER_TIME.bit() | Capability.BATCH.bit()))
                .isSameAs(timed)
                .isNotSameAs(plain);
        assertThat(line.write(Capability.set(Capability.SERVER_TIME, Capability.MESSAGE_TAGS)))
                .isSameAs(all);
    }

    @Test
    void asking_again_allocates_nothing() {
        OutLine line = OutLine.of("n", "A", List.of()).time(0).msgid("m");
        long[] caps = {0, Capability.SERVER_TIME.bit(), Capability.MESSAGE_TAGS.bit(), ALL};
        long before = 0;
        for (int round = 0; round < 20; round++) {
            before = Allocation.ofThisThread();
            for (int i = 0; i < 10_000; i++) {
                line.write(caps[i & 3]);
            }
            before = Allocation.ofThisThread() - before;
        }
        assertThat(before).as("bytes in 10,000 calls").isLessThan(10_000);
    }

    /** Bytes that this thread has allocated. */
    private static final class Allocation {
        private static final com.sun.management.ThreadMXBean THREADS =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();

        static long ofThisThread() {
            return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        }
    }

    @Test
    void a_written_line_is_not_changed_any_more() {
        OutLine line = OutLine.of("n", "A", List.of()).msgid("m");
        line.write(ALL);
        assertThatThrownBy(() -> line.label("l"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("add the tag label to a copy");
        assertThat(text(line.copy().label("l"), ALL)).isEqualTo("@msgid=m;label=l :n A\r\n");
        assertThat(text(line, ALL)).isEqualTo("@msgid=m :n A\r\n");
    }

    @Test
    void a_long_line_is_cut_between_characters_and_tags_do_not_count() {
        OutLine line = OutLine.of("n", "PRIVMSG", List.of("#c", "x" + "\u00e9".repeat(400)))
                .clientTags(new LinkedHashMap<>(Map.of("+x", "y".repeat(4000))));
        byte[] bytes = line.write(0).data().toArrayUnsafe();
        assertThat(bytes.length).isEqualTo(512);
        assertThat(text(line)).endsWith("\u00e9\r\n").doesNotContain("\uFFFD");
        assertThat(line.write(ALL).data().length()).isEqualTo(512 + 4 + 4000 + 1);
        OutLine odd = OutLine.of("n", "PRIVMSG", List.of("#c", "\u00e9".repeat(400)));
        assertThat(odd.write(0).data().length()).isEqualTo(511);
        assertThat(text(odd)).endsWith("\u00e9\r\n").doesNotContain("\uFFFD");
    }

    private static String text(OutLine line) {
        return text(line, 0);
    }

    private static String text(OutLine line, long caps) {
        return line.write(caps).data().utf8String();
    }
}
