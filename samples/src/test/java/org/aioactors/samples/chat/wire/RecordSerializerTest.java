// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ExtendedActorSystem;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Constructor;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.aioactors.samples.chat.channel.ChannelCommand;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelSnapshot;
import org.aioactors.samples.chat.channel.ChannelView;
import org.aioactors.samples.chat.cluster.FromChannel;
import org.aioactors.samples.chat.cluster.ToChannel;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.network.UserMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one server tells another arrives as it was, and what is no message makes one clear exception. */
class RecordSerializerTest {
    private static final int ROUNDS = Integer.getInteger("chat.fuzz.messages", 100_000);

    /** What one message may cost for each of its bytes, and what the first of a kind may cost: classes are loaded. */
    private static final int BYTES_FOR_EACH = 200;

    private static final int BYTES_ALWAYS = 1024 * 1024;

    /** A record within itself, as there is none in the chat. */
    record Nested(@Nullable Nested inner) implements WireMessage {}

    /** Whose component stays on its server. */
    record WithLocal(Thread thread) implements WireMessage {}

    record Empty() implements WireMessage {}

    record NoMessage(long number) {}

    private static ActorTestKit kit;
    private static RecordSerializer serializer;
    private static final List<ActorRef<Object>> REFS = new ArrayList<>();

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create();
        serializer = new RecordSerializer((ExtendedActorSystem) Adapter.toClassic(kit.system()));
        for (int i = 0; i < 3; i++) {
            REFS.add(kit.<Object>createTestProbe().ref());
        }
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    /** All records of the chat that are messages, wherever they are. */
    static List<Class<?>> messages() throws IOException, URISyntaxException, ClassNotFoundException {
        Path classes = Path.of(WireMessage.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        assertThat(classes).as("where the chat's classes are").isDirectory();
        List<Class<?>> messages = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes.resolve("org/aioactors/samples/chat"))) {
            for (Path file :
                    (Iterable<Path>) files.filter(name -> name.toString().endsWith(".class"))::iterator) {
                String name =
                        classes.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
                Class<?> type = Class.forName(name, false, RecordSerializerTest.class.getClassLoader());
                if (WireMessage.class.isAssignableFrom(type) && !type.isInterface()) {
                    messages.add(type);
                }
            }
        }
        return messages;
    }

    private static Object again(Object message) {
        return serializer.fromBinary(serializer.toBinary(message), serializer.manifest(message));
    }

    @Test
    void all_messages_are_known() throws Exception {
        assertThat(messages())
                .contains(ToChannel.Commands.class, FromChannel.Begins.class, ChannelEvent.Said.class)
                .hasSizeGreaterThan(30)
                .allMatch(Class::isRecord);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void each_message_arrives_as_it_was(Class<?> type) throws Exception {
        RandomValues values = new RandomValues(new Random(type.getName().hashCode()), REFS);
        for (int i = 0; i < 300; i++) {
            Object message = values.record(type);
            assertThat(again(message)).isEqualTo(message);
        }
    }

    private static User user(int i) {
        return new User(
                new Uid(0x7_1234_5678_9abcL, i),
                3,
                "somebody" + i,
                "~user",
                "host.example.org",
                "Some Body",
                null,
                null,
                Set.of(UserMode.INVISIBLE),
                true,
                "irc1.example.org",
                1_700_000_000_000L);
    }

    @Test
    void a_member_of_a_channel_takes_some_hundred_bytes() {
        List<ChannelSnapshot.OnIt> members = Stream.iterate(0, i -> i + 1)
                .limit(1_000)
                .map(i -> new ChannelSnapshot.OnIt(user(i), "@"))
                .toList();
        ChannelSnapshot snapshot = new ChannelSnapshot("#tea", 1, "topic", "by", 2, List.of(), members);
        FromChannel.Begins message = new FromChannel.Begins(
                "#tea", 1, 2, 3, snapshot, List.of(), REFS.get(0).narrow());
        assertThat(again(message)).isEqualTo(message);
        assertThat(serializer.toBinary(message).length).isLessThan(120 * 1_000);
    }

    @Test
    void what_is_read_can_not_be_changed() {
        Reply reply = new Reply(Numeric.RPL_WELCOME, List.of("a"));
        ChannelEvent.Answered answered = new ChannelEvent.Answered("#tea", 1, new Uid(1, 2), List.of(reply));
        ChannelEvent.Answered read = (ChannelEvent.Answered) again(answered);
        assertThatThrownBy(() -> read.replies().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_view_of_a_channel_stays_on_its_server() throws ReflectiveOperationException {
        ChannelEvent.Joined joined = new ChannelEvent.Joined("#tea", 1, new Uid(1, 2), user(1), "@", view());
        assertThatThrownBy(() -> serializer.toBinary(joined))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("ChannelView");
    }

    private static ChannelView view() throws ReflectiveOperationException {
        Constructor<ChannelView> constructor = ChannelView.class.getDeclaredConstructor(String.class, long.class);
        constructor.setAccessible(true);
        return constructor.newInstance("#tea", 1L);
    }

    // ---- what can't be sent ----

    @Test
    void what_is_no_message_is_refused_by_both_ends() {
        for (Object none : List.of("text", new NoMessage(1), new WithLocal(Thread.currentThread()), 1L)) {
            assertThatThrownBy(() -> serializer.toBinary(none))
                    .isInstanceOf(WireException.class)
                    .hasMessageMatching("(no message between servers|can't be sent): .*")
                    .hasNoCause();
        }
        Map<String, String> tags = new HashMap<>();
        tags.put("+a", null);
        ChannelCommand say = new ChannelCommand.Say("#tea", null, "PRIVMSG", "hi", (char) 0, tags);
        assertThatThrownBy(() -> serializer.toBinary(new ToChannel.FromOutside("#tea", REFS.get(0), 1, 2, say)))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("without by");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "java.lang.String",
                "java.util.ArrayList",
                "org.aioactors.samples.chatter.X",
                "org.aioactors.samples.chat.",
                "org.aioactors.samples.chat.NoSuchClass",
                "org.aioactors.samples.chat.network.User",
                "org.aioactors.samples.chat.network.UserMode",
                "org.aioactors.samples.chat.network.Directory",
                "org.aioactors.samples.chat.cluster.ToChannel",
                "org.aioactors.samples.chat.cluster.ToChannel$",
                "[Lorg.aioactors.samples.chat.cluster.ToChannel$Heard;",
            })
    void a_class_that_is_no_message_is_refused(String name) {
        assertThatThrownBy(() -> serializer.fromBinary(new byte[100], name))
                .isInstanceOf(WireException.class)
                .hasMessageContaining(name);
    }

    @Test
    void records_may_be_within_one_another_but_not_without_end() {
        Nested nested = null;
        for (int i = 0; i < WireOutput.MAX_DEPTH; i++) {
            nested = new Nested(nested);
        }
        assertThat(again(nested)).isEqualTo(nested);
        assertThat(again(new Empty())).isEqualTo(new Empty());
        Nested deeper = new Nested(nested);
        assertThatThrownBy(() -> serializer.toBinary(deeper)).isInstanceOf(WireException.class);
        byte[] ones = new byte[1 << 20];
        Arrays.fill(ones, (byte) 1);
        assertThatThrownBy(() -> serializer.fromBinary(ones, Nested.class.getName()))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("within one another");
    }

    // ---- what is no message ----

    private static ToChannel.Heard heard() {
        return new ToChannel.Heard("#tea", REFS.get(0), 1, 2);
    }

    @Test
    void what_is_cut_or_too_long_is_refused() {
        byte[] whole = serializer.toBinary(heard());
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> serializer.fromBinary(cut, ToChannel.Heard.class.getName()))
                    .isInstanceOf(WireException.class);
        }
        byte[] more = Arrays.copyOf(whole, whole.length + 1);
        assertThatThrownBy(() -> serializer.fromBinary(more, ToChannel.Heard.class.getName()))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("1 bytes too many");
    }

    /** The text's length is the first number; behind it a number in the form of {@link WireOutput}. */
    @ParameterizedTest
    @ValueSource(longs = {-1, 1_000, Integer.MAX_VALUE, Integer.MAX_VALUE + 1L, Long.MAX_VALUE, Long.MIN_VALUE})
    void a_length_that_can_not_be_is_refused(long length) {
        WireOutput out = new WireOutput();
        out.number(length);
        out.text("abc");
        assertThatThrownBy(() -> serializer.fromBinary(out.toBytes(), ToChannel.Heard.class.getName()))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("length");
    }

    @Test
    void numbers_of_all_sizes_are_whole() {
        for (int shift = 0; shift < Long.SIZE; shift++) {
            for (long number : new long[] {1L << shift, -(1L << shift), (1L << shift) - 1, -1L << shift}) {
                WireOutput out = new WireOutput();
                out.number(number);
                WireInput in = new WireInput(out.toBytes());
                assertThat(in.number()).isEqualTo(number);
                in.end();
            }
        }
        byte[] tooLong = {-1, -1, -1, -1, -1, -1, -1, -1, -1, 2};
        assertThatThrownBy(() -> new WireInput(tooLong).number()).isInstanceOf(WireException.class);
    }

    @Test
    void text_that_is_no_utf_8_is_refused_and_replacement_characters_are_not() {
        WireOutput out = new WireOutput();
        out.text("a\uFFFDb");
        assertThat(new WireInput(out.toBytes()).text()).isEqualTo("a\uFFFDb");
        byte[] broken = {2 << 1, (byte) 0xc3, 'a'};
        assertThatThrownBy(() -> new WireInput(broken).text())
                .isInstanceOf(WireException.class)
                .hasMessageContaining("UTF-8");
    }

    // ---- anything at all ----

    @Test
    void damaged_messages_are_values_or_refused_and_take_no_more_memory_than_whole_ones() throws Exception {
        List<Class<?>> types = messages();
        Random random = new Random(42);
        RandomValues values = new RandomValues(random, REFS);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Class<?> type = types.get(random.nextInt(types.size()));
            byte[] bytes = damaged(random, serializer.toBinary(values.record(type)));
            Object read = null;
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                read = serializer.fromBinary(bytes, type.getName());
            } catch (WireException e) {
                refused++;
                assertThat(e.getMessage()).startsWith("no message");
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes for %s of %s", bytes.length, type)
                    .isLessThan(BYTES_ALWAYS + (long) BYTES_FOR_EACH * bytes.length);
            if (read != null) {
                assertThat(again(read)).as("a whole value").isEqualTo(read);
            }
        }
        assertThat(refused).isBetween(ROUNDS / 10, ROUNDS - ROUNDS / 10);
    }

    private static byte[] damaged(Random random, byte[] whole) {
        byte[] bytes = whole.clone();
        switch (random.nextInt(4)) {
            case 0 -> bytes = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            case 1 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            case 2 -> {
                for (int i = random.nextInt(10); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
            }
            default -> {
                // What was at one place is said at another: lengths and names that are right elsewhere.
                int length = random.nextInt(whole.length);
                System.arraycopy(
                        whole,
                        random.nextInt(whole.length - length),
                        bytes,
                        random.nextInt(whole.length - length),
                        length);
            }
        }
        return bytes;
    }

    @Test
    void tags_keep_their_order() {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String tag : List.of("+z", "+a", "+m")) {
            tags.put(tag, "");
        }
        ChannelEvent.Said said =
                new ChannelEvent.Said("#t", 0, new Uid(1, 1), user(1), "TAGMSG", null, (char) 0, tags, "m", 1, false);
        assertThat(((ChannelEvent.Said) again(said)).tags().keySet()).containsExactly("+z", "+a", "+m");
    }
}
