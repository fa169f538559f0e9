// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks the C compiler of this machine, where there is one, for every number that we wrote down. */
class CompilerAgreementTest {
    /** Classes whose public constants have the names that they have in C. */
    private static final List<Class<?>> CONSTANTS = List.of(
            Epoll.class, Errno.class, EventNotifier.class, Fcntl.class, Mman.class, PollFds.class, Sockets.class);

    private CCompiler compiler;

    @BeforeEach
    void lookForCompiler(@TempDir Path folder) {
        compiler = new CCompiler(folder, CCompiler.INCLUDES);
    }

    @Test
    void onSizesAndOffsets() throws Exception {
        Map<String, Long> ours = new TreeMap<>();
        ours.put("sizeof(struct epoll_event)", (long) EpollEvents.SIZE_EPOLL_EVENT);
        ours.put("offsetof(struct epoll_event, events)", (long) EpollEvents.OFFSET_EVENTS);
        ours.put("offsetof(struct epoll_event, data)", (long) EpollEvents.OFFSET_DATA);
        ours.put("sizeof(struct pollfd)", (long) PollFds.SIZE_POLLFD);
        ours.put("offsetof(struct pollfd, fd)", (long) PollFds.OFFSET_FD);
        ours.put("offsetof(struct pollfd, events)", (long) PollFds.OFFSET_EVENTS);
        ours.put("offsetof(struct pollfd, revents)", (long) PollFds.OFFSET_REVENTS);
        ours.put("sizeof(struct timespec)", (long) PollFds.SIZE_TIMESPEC);
        ours.put("offsetof(struct timespec, tv_sec)", (long) PollFds.OFFSET_TV_SEC);
        ours.put("offsetof(struct timespec, tv_nsec)", (long) PollFds.OFFSET_TV_NSEC);
        ours.put("sizeof(struct sockaddr_storage)", (long) SockAddr.SIZE_SOCKADDR_STORAGE);
        ours.put("sizeof(struct sockaddr_in)", (long) SockAddr.SIZE_SOCKADDR_IN);
        ours.put("offsetof(struct sockaddr_in, sin_family)", (long) SockAddr.OFFSET_FAMILY);
        ours.put("offsetof(struct sockaddr_in, sin_port)", (long) SockAddr.OFFSET_PORT);
        ours.put("offsetof(struct sockaddr_in, sin_addr)", (long) SockAddr.OFFSET_SIN_ADDR);
        ours.put("sizeof(struct sockaddr_in6)", (long) SockAddr.SIZE_SOCKADDR_IN6);
        ours.put("offsetof(struct sockaddr_in6, sin6_family)", (long) SockAddr.OFFSET_FAMILY);
        ours.put("offsetof(struct sockaddr_in6, sin6_port)", (long) SockAddr.OFFSET_PORT);
        ours.put("offsetof(struct sockaddr_in6, sin6_flowinfo)", (long) SockAddr.OFFSET_SIN6_FLOWINFO);
        ours.put("offsetof(struct sockaddr_in6, sin6_addr)", (long) SockAddr.OFFSET_SIN6_ADDR);
        ours.put("offsetof(struct sockaddr_in6, sin6_scope_id)", (long) SockAddr.OFFSET_SIN6_SCOPE_ID);
        ours.put("sizeof(sa_family_t)", (long) Short.BYTES);
        ours.put("sizeof(socklen_t)", (long) Integer.BYTES);
        ours.put("sizeof(struct statx)", (long) FileStatus.SIZE_STATX);
        ours.put("offsetof(struct statx, stx_nlink)", (long) FileStatus.OFFSET_NLINK);
        ours.put("offsetof(struct statx, stx_mode)", (long) FileStatus.OFFSET_MODE);
        ours.put("offsetof(struct statx, stx_ino)", (long) FileStatus.OFFSET_INO);
        ours.put("offsetof(struct statx, stx_size)", (long) FileStatus.OFFSET_SIZE);
        ours.put("offsetof(struct statx, stx_mtime)", (long) FileStatus.OFFSET_MTIME);
        ours.put("offsetof(struct statx_timestamp, tv_nsec)", (long) FileStatus.OFFSET_TV_NSEC);
        ours.put("STATX_BASIC_STATS", (long) FileStatus.MASK);
        ours.put("S_IFMT", (long) FileStatus.S_IFMT);
        ours.put("S_IFREG", (long) FileStatus.S_IFREG);
        ours.put("S_IFDIR", (long) FileStatus.S_IFDIR);
        ours.put("sizeof(off_t)", (long) Long.BYTES);
        ours.put("sizeof(mode_t)", (long) Integer.BYTES);
        ours.put("sizeof(struct linger)", 2L * Integer.BYTES);
        ours.put("offsetof(struct linger, l_linger)", (long) Integer.BYTES);
        ours.put("sizeof(size_t)", (long) Long.BYTES);
        ours.put("sizeof(nfds_t)", (long) Long.BYTES);
        ours.put("sizeof(eventfd_t)", (long) Long.BYTES);
        assertThat(compiler.evaluate(ours.keySet())).isEqualTo(ours);
    }

    @Test
    void onConstants() throws Exception {
        Map<String, Long> ours = new TreeMap<>();
        for (Class<?> owner : CONSTANTS) {
            for (Field field : owner.getFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    ours.put("(int) " + field.getName(), (long) field.getInt(null));
                }
            }
        }
        assertThat(ours).containsKeys("(int) EPOLLET", "(int) ENOTCONN", "(int) O_CLOEXEC", "(int) POLLRDHUP");
        assertThat(compiler.evaluate(ours.keySet())).isEqualTo(ours);
    }

    /** For each function of ours, how many parameters it has, and whether the list is open after that. */
    @Test
    void onPrototypes() throws Exception {
        String headers = compiler.preprocessed();
        for (Method ours : LibcPrototypes.class.getDeclaredMethods()) {
            if (Modifier.isNative(ours.getModifiers())) {
                int firstVariadic = LibcPrototypes.firstVariadic(ours.getName());
                boolean open = firstVariadic != LibcPrototypes.NOT_VARIADIC;
                String expected = open ? firstVariadic + ", ..." : String.valueOf(ours.getParameterCount());
                assertThat(parametersOf(ours.getName(), headers))
                        .as("parameters of %s", ours.getName())
                        .isEqualTo(expected);
            }
        }
    }

    private static String parametersOf(String function, String headers) {
        Matcher declaration = Pattern.compile("\\bextern [\\w ]+[ *]" + function + " ?\\(([^)]*)\\)")
                .matcher(headers);
        assumeTrue(declaration.find(), "the headers look as glibc's do");
        String parameters = declaration.group(1);
        long commas = parameters.chars().filter(character -> character == ',').count();
        return parameters.endsWith("...") ? commas + ", ..." : String.valueOf(commas + 1);
    }

    @Test
    void onTheTextsOfErrors() throws Exception {
        String program = CCompiler.INCLUDES + """
                int main(void) {
                #ifdef __GLIBC__
                    for (int i = 1; i <= 133; i++) printf("%d=%s\\n", i, strerror(i));
                #endif
                    return 0;
                }
                """;
        List<String> lines = compiler.compileAndRun(program);
        assumeTrue(!lines.isEmpty(), "the C library is glibc");
        for (String line : lines) {
            int equals = line.indexOf('=');
            int errno = Integer.parseInt(line.substring(0, equals));
            String text = line.substring(equals + 1);
            String description = Errno.describe(errno);
            assertThat(description)
                    .isEqualTo(
                            text.startsWith("Unknown error")
                                    ? "errno " + errno
                                    : Errno.name(errno) + " (" + text + ")");
        }
    }
}
