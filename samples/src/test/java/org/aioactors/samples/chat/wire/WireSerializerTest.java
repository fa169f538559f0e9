// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.SerializerWithStringManifest;
import akka.serialization.jackson.JacksonSerializer;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.sun.management.ThreadMXBean;
import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Constructor;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
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
import java.util.zip.GZIPOutputStream;
import org.aioactors.samples.chat.channel.Asker;
import org.aioactors.samples.chat.channel.ChannelCommand;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.channel.ChannelSnapshot;
import org.aioactors.samples.chat.channel.ChannelView;
import org.aioactors.samples.chat.cluster.FromChannel;
import org.aioactors.samples.chat.cluster.ToChannel;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.loop.ToLoop;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.network.UserMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one server tells another arrives as it was, and what is no message makes one clear exception. */
class WireSerializerTest {
    private static final int ROUNDS = Integer.getInteger("chat.fuzz.messages", 30_000);

    /** What one message may cost for each of its bytes, and what the first of a kind may cost: classes are loaded. */
    private static final int BYTES_FOR_EACH = 200;

    private static final int BYTES_ALWAYS = 1024 * 1024;

    /** Whose component stays on its server. */
    record WithLocal(Thread thread) implements WireMessage {}

    record Empty() implements WireMessage {}

    record NoMessage(long number) {}

    private static ActorTestKit kit;
    private static Serialization serialization;
    private static SerializerWithStringManifest serializer;
    private static final List<ActorRef<Object>> REFS = new ArrayList<>();

    @BeforeAll
    static void start() throws NotSerializableException {
        kit = ActorTestKit.create(ConfigFactory.parseResources("network.conf").withFallback(ConfigFactory.load()));
        serialization = SerializationExtension.get(kit.system());
        serializer = (SerializerWithStringManifest) serialization.serializerFor(WireMessage.class);
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
                Class<?> type = Class.forName(name, false, WireSerializerTest.class.getClassLoader());
                if (WireMessage.class.isAssignableFrom(type) && !type.isInterface()) {
                    messages.add(type);
                }
            }
        }
        return messages;
    }

    private static byte[] write(Object message) {
        return serialization.serialize(message).get();
    }

    private static Object read(byte[] bytes, String manifest) {
        return serialization
                .deserialize(bytes, serializer.identifier(), manifest)
                .get();
    }

    private static Object again(Object message) {
        return read(write(message), serializer.manifest(message));
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
        assertThat(write(message).length).isLessThan(120 * 1_000);
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
        assertThatThrownBy(() -> write(joined))
                .isInstanceOf(InvalidDefinitionException.class)
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
        assertThatThrownBy(() -> write(new NoMessage(1))).isInstanceOf(NotSerializableException.class);
        for (Object none : List.of("text", 1L, new NoMessage(1), new ArrayList<>())) {
            assertThatThrownBy(() -> serializer.manifest(none)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> write(new WithLocal(Thread.currentThread())))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("Thread");
    }

    @Test
    void null_is_read_only_where_it_may_be() {
        Map<String, String> tags = new HashMap<>();
        tags.put("+a", null);
        for (ChannelCommand say : List.of(
                new ChannelCommand.Say("#tea", null, "PRIVMSG", "hi", (char) 0, Map.of()),
                new ChannelCommand.Say("#tea", asker(), "PRIVMSG", "hi", (char) 0, tags))) {
            ToChannel none = new ToChannel.FromOutside("#tea", REFS.get(0), 1, 2, say);
            assertThatThrownBy(() -> again(none)).isInstanceOf(InvalidNullException.class);
        }
        ChannelCommand tagged = new ChannelCommand.Say("#tea", asker(), "TAGMSG", null, (char) 0, Map.of());
        ToChannel message = new ToChannel.FromOutside("#tea", REFS.get(0), 1, 2, tagged);
        assertThat(again(message)).isEqualTo(message);
    }

    private static Asker asker() {
        return new Asker(user(1), REFS.get(0).narrow(), 1);
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
                "org.aioactors.samples.chat.cluster.ToChannel$",
                "[Lorg.aioactors.samples.chat.cluster.ToChannel$Heard;",
            })
    void a_class_that_is_no_message_is_refused(String name) {
        byte[] heard = write(heard());
        assertThatThrownBy(() -> read(heard, name))
                .isInstanceOfAny(NotSerializableException.class, IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void a_record_without_components_is_one() {
        assertThat(again(new Empty())).isEqualTo(new Empty());
    }

    @Test
    void values_within_one_another_without_end_are_refused() {
        byte[] arrays = new byte[1 << 20];
        Arrays.fill(arrays, (byte) 0x81);
        for (Class<?> type : List.of(Empty.class, ToChannel.Heard.class, ToChannel.Commands.class)) {
            assertThatThrownBy(() -> read(arrays, type.getName())).isInstanceOf(JacksonException.class);
        }
    }

    // ---- what is no message ----

    private static ToChannel.Heard heard() {
        return new ToChannel.Heard("#tea", REFS.get(0), 1, 2);
    }

    @Test
    void what_is_cut_or_too_long_is_refused() {
        byte[] whole = write(heard());
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut, ToChannel.Heard.class.getName())).isInstanceOf(IOException.class);
        }
        byte[] more = Arrays.copyOf(whole, whole.length + 1);
        assertThatThrownBy(() -> read(more, ToChannel.Heard.class.getName()))
                .isInstanceOf(MismatchedInputException.class)
                .hasMessageContaining("Trailing token");
    }

    @Test
    void values_of_other_types_are_refused() throws IOException {
        CBORMapper cbor = new CBORMapper();
        for (Object other : List.of(
                Map.of("channel", "#tea"),
                List.of("#tea", "nobody", "1", 2),
                List.of("#tea", "nobody", 1.0, 2),
                List.of("#tea", "nobody", true, 2),
                List.of("#tea", "nobody", 1))) {
            byte[] bytes = cbor.writeValueAsBytes(other);
            assertThatThrownBy(() -> read(bytes, ToChannel.Heard.class.getName()))
                    .as("%s", other)
                    .isInstanceOf(MismatchedInputException.class);
        }
        byte[] command = cbor.writeValueAsBytes(List.of("#tea", "nobody", 1, 2, List.of("Thread", List.of())));
        assertThatThrownBy(() -> read(command, ToChannel.FromOutside.class.getName()))
                .isInstanceOf(InvalidTypeIdException.class);
    }

    /** Magic numbers of GZIP and LZ4, behind which some gigabytes would be. */
    @Test
    void what_claims_to_be_compressed_is_not_unpacked() throws IOException {
        byte[] lz4 = ByteBuffer.allocate(100)
                .putInt(0x87d96df6)
                .putInt(Integer.MAX_VALUE - 8)
                .array();
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(write(heard()));
        }
        assertThat(JacksonSerializer.isLZ4(lz4)).isTrue();
        for (byte[] packed : List.of(lz4, gzip.toByteArray())) {
            for (int identifier : new int[] {31, 32, 33}) {
                assertThatThrownBy(() -> serialization
                                .deserialize(packed, identifier, ToChannel.Heard.class.getName())
                                .get())
                        .isInstanceOf(JacksonException.class);
            }
        }
    }

    @Test
    void text_that_is_half_of_a_pair_arrives_as_a_replacement() {
        ToLoop.Wallops read = (ToLoop.Wallops) again(new ToLoop.Wallops("by", "a\uD83C"));
        assertThat(read.text()).isEqualTo("a\uFFFD");
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
            byte[] bytes = damaged(random, write(values.record(type)));
            Object read = null;
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                read = read(bytes, type.getName());
            } catch (Exception e) { // what Akka logs; an Error would end the server
                refused++;
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes for %s of %s", bytes.length, type)
                    .isLessThan(BYTES_ALWAYS + (long) BYTES_FOR_EACH * bytes.length);
            if (read != null) {
                assertThat(write(read)).as("a whole value").isNotEmpty();
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
