// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
            DirectoryEntry.class,
            Epoll.class,
            Errno.class,
            EventNotifier.class,
            Fcntl.class,
            Inotify.class,
            Mman.class,
            MsgHdr.class,
            PollFds.class,
            SigInfo.class,
            Sockets.class,
            Statx.class,
            TimerFd.class,
            UdpSockets.class);

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
        ours.put("sizeof(struct timespec)", (long) Timespec.SIZE_TIMESPEC);
        ours.put("offsetof(struct timespec, tv_sec)", (long) Timespec.OFFSET_TV_SEC);
        ours.put("offsetof(struct timespec, tv_nsec)", (long) Timespec.OFFSET_TV_NSEC);
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
        ours.put("offsetof(struct sockaddr_un, sun_path)", (long) SockAddr.OFFSET_SUN_PATH);
        ours.put("sizeof(((struct sockaddr_un *) 0)->sun_path)", (long) SockAddr.SIZE_SUN_PATH);
        ours.put("sizeof(struct ucred)", (long) UnixSockets.SIZE_UCRED);
        ours.put("offsetof(struct ucred, uid)", (long) UnixSockets.OFFSET_UID);
        ours.put("offsetof(struct ucred, gid)", (long) UnixSockets.OFFSET_GID);
        ours.put("sizeof(sa_family_t)", (long) Short.BYTES);
        ours.put("sizeof(socklen_t)", (long) Integer.BYTES);
        ours.put("STATX_BASIC_STATS", (long) Statx.STATX_BASIC_STATS);
        ours.put("S_IFMT", (long) Statx.S_IFMT);
        ours.put("S_IFREG", (long) Statx.S_IFREG);
        ours.put("S_IFDIR", (long) Statx.S_IFDIR);
        ours.put("sizeof(off_t)", (long) Long.BYTES);
        ours.put("sizeof(mode_t)", (long) Integer.BYTES);
        ours.put("sizeof(struct linger)", 2L * Integer.BYTES);
        ours.put("offsetof(struct linger, l_linger)", (long) Integer.BYTES);
        ours.put("sizeof(size_t)", (long) Long.BYTES);
        ours.put("sizeof(nfds_t)", (long) Long.BYTES);
        ours.put("SCM_RIGHTS", (long) ControlMessages.SCM_RIGHTS);
        ours.put("sizeof(eventfd_t)", (long) Long.BYTES);
        ours.put("sizeof(struct inotify_event)", (long) Inotify.SIZE_INOTIFY_EVENT);
        ours.put("offsetof(struct inotify_event, wd)", (long) Inotify.OFFSET_WD);
        ours.put("offsetof(struct inotify_event, mask)", (long) Inotify.OFFSET_MASK);
        ours.put("offsetof(struct inotify_event, cookie)", (long) Inotify.OFFSET_COOKIE);
        ours.put("offsetof(struct inotify_event, len)", (long) Inotify.OFFSET_LEN);
        ours.put("sizeof(struct itimerspec)", 4L * Long.BYTES);
        ours.put("offsetof(struct itimerspec, it_value)", 2L * Long.BYTES);
        assertThat(compiler.evaluate(ours.keySet())).isEqualTo(ours);
    }

    @Test
    void onMessages() throws Exception {
        Map<String, Long> ours = new TreeMap<>();
        ours.put("sizeof(struct mmsghdr)", (long) MmsgHdrs.SIZE_MMSGHDR);
        ours.put("offsetof(struct mmsghdr, msg_hdr)", 0L);
        ours.put("offsetof(struct mmsghdr, msg_len)", (long) MmsgHdrs.OFFSET_LEN);
        ours.put("UIO_MAXIOV", (long) MmsgHdrs.MAX_MESSAGES);
        ours.put("sizeof(struct group_req)", (long) UdpSockets.SIZE_GROUP_REQ);
        ours.put("offsetof(struct group_req, gr_interface)", 0L);
        ours.put("offsetof(struct group_req, gr_group)", (long) UdpSockets.OFFSET_GR_GROUP);
        ours.put("SK_MEMINFO_DROPS", (long) UdpSockets.SK_MEMINFO_DROPS);
        ours.put("sizeof(struct in_pktinfo)", 12L);
        ours.put("offsetof(struct in_pktinfo, ipi_spec_dst)", 4L);
        ours.put("offsetof(struct in_pktinfo, ipi_addr)", 8L);
        ours.put("sizeof(struct in6_pktinfo)", 20L);
        ours.put("offsetof(struct in6_pktinfo, ipi6_ifindex)", 16L);
        ours.put("sizeof(struct msghdr)", (long) MsgHdr.SIZE_MSGHDR);
        ours.put("offsetof(struct msghdr, msg_name)", (long) MsgHdr.OFFSET_NAME);
        ours.put("offsetof(struct msghdr, msg_namelen)", (long) MsgHdr.OFFSET_NAMELEN);
        ours.put("offsetof(struct msghdr, msg_iov)", (long) MsgHdr.OFFSET_IOV);
        ours.put("offsetof(struct msghdr, msg_iovlen)", (long) MsgHdr.OFFSET_IOVLEN);
        ours.put("offsetof(struct msghdr, msg_control)", (long) MsgHdr.OFFSET_CONTROL);
        ours.put("offsetof(struct msghdr, msg_controllen)", (long) MsgHdr.OFFSET_CONTROLLEN);
        ours.put("offsetof(struct msghdr, msg_flags)", (long) MsgHdr.OFFSET_FLAGS);
        ours.put("sizeof(struct iovec)", (long) MsgHdr.SIZE_IOVEC);
        ours.put("offsetof(struct iovec, iov_base)", (long) MsgHdr.OFFSET_IOV_BASE);
        ours.put("offsetof(struct iovec, iov_len)", (long) MsgHdr.OFFSET_IOV_LEN);
        ours.put("sizeof(struct cmsghdr)", (long) ControlMessages.SIZE_CMSGHDR);
        ours.put("offsetof(struct cmsghdr, cmsg_len)", (long) ControlMessages.OFFSET_LEN);
        ours.put("offsetof(struct cmsghdr, cmsg_level)", (long) ControlMessages.OFFSET_LEVEL);
        ours.put("offsetof(struct cmsghdr, cmsg_type)", (long) ControlMessages.OFFSET_TYPE);
        for (int bytes : new int[] {0, 1, 4, 7, 8, 9, 100}) {
            ours.put("CMSG_SPACE(" + bytes + ")", (long) ControlMessages.space(bytes));
            ours.put("CMSG_LEN(" + bytes + ")", (long) ControlMessages.SIZE_CMSGHDR + bytes);
        }
        assertThat(compiler.evaluate(ours.keySet())).isEqualTo(ours);
    }

    @Test
    void onFilesAndChildren() throws Exception {
        Map<String, Long> ours = new TreeMap<>();
        ours.put("offsetof(struct dirent64, d_ino)", (long) DirectoryEntry.OFFSET_INO);
        ours.put("offsetof(struct dirent64, d_reclen)", (long) DirectoryEntry.OFFSET_RECLEN);
        ours.put("offsetof(struct dirent64, d_type)", (long) DirectoryEntry.OFFSET_TYPE);
        ours.put("offsetof(struct dirent64, d_name)", (long) DirectoryEntry.OFFSET_NAME);
        ours.put("sizeof(struct statx)", (long) Statx.SIZE_STATX);
        ours.put("offsetof(struct statx, stx_mask)", (long) Statx.OFFSET_MASK);
        ours.put("offsetof(struct statx, stx_blksize)", (long) Statx.OFFSET_BLKSIZE);
        ours.put("offsetof(struct statx, stx_nlink)", (long) Statx.OFFSET_NLINK);
        ours.put("offsetof(struct statx, stx_uid)", (long) Statx.OFFSET_UID);
        ours.put("offsetof(struct statx, stx_gid)", (long) Statx.OFFSET_GID);
        ours.put("offsetof(struct statx, stx_mode)", (long) Statx.OFFSET_MODE);
        ours.put("offsetof(struct statx, stx_ino)", (long) Statx.OFFSET_INO);
        ours.put("offsetof(struct statx, stx_size)", (long) Statx.OFFSET_SIZE);
        ours.put("offsetof(struct statx, stx_blocks)", (long) Statx.OFFSET_BLOCKS);
        ours.put("offsetof(struct statx, stx_atime)", (long) Statx.OFFSET_ATIME);
        ours.put("offsetof(struct statx, stx_btime)", (long) Statx.OFFSET_BTIME);
        ours.put("offsetof(struct statx, stx_ctime)", (long) Statx.OFFSET_CTIME);
        ours.put("offsetof(struct statx, stx_mtime)", (long) Statx.OFFSET_MTIME);
        ours.put("offsetof(struct statx, stx_dev_major)", (long) Statx.OFFSET_DEV_MAJOR);
        ours.put("offsetof(struct statx, stx_dev_minor)", (long) Statx.OFFSET_DEV_MINOR);
        ours.put("offsetof(struct statx_timestamp, tv_nsec)", (long) Statx.OFFSET_TV_NSEC);
        ours.put("sizeof(siginfo_t)", (long) SigInfo.SIZE_SIGINFO);
        ours.put("offsetof(siginfo_t, si_code)", (long) SigInfo.OFFSET_CODE);
        ours.put("offsetof(siginfo_t, si_pid)", (long) SigInfo.OFFSET_PID);
        ours.put("offsetof(siginfo_t, si_uid)", (long) SigInfo.OFFSET_UID);
        ours.put("offsetof(siginfo_t, si_status)", (long) SigInfo.OFFSET_STATUS);
        assertThat(compiler.evaluate(ours.keySet())).isEqualTo(ours);
    }

    @Test
    void onSpawning() throws Exception {
        Map<String, Long> ours = new TreeMap<>();
        ours.put("sizeof(struct rusage)", (long) Rusage.SIZE_RUSAGE);
        ours.put("offsetof(struct rusage, ru_utime)", (long) Rusage.OFFSET_UTIME);
        ours.put("offsetof(struct rusage, ru_stime)", (long) Rusage.OFFSET_STIME);
        ours.put("offsetof(struct rusage, ru_maxrss)", (long) Rusage.OFFSET_MAXRSS);
        ours.put("offsetof(struct timeval, tv_usec)", (long) Rusage.OFFSET_TV_USEC);
        ours.put("sizeof(sigset_t)", (long) SpawnRequest.SIZE_SIGNALS);
        ours.put("sizeof(posix_spawnattr_t) <= " + SpawnRequest.SIZE_ATTRIBUTES, 1L);
        ours.put("sizeof(posix_spawn_file_actions_t) <= " + SpawnRequest.SIZE_ACTIONS, 1L);
        ours.put("POSIX_SPAWN_SETPGROUP", (long) SpawnRequest.POSIX_SPAWN_SETPGROUP);
        ours.put("POSIX_SPAWN_SETSIGDEF", (long) SpawnRequest.POSIX_SPAWN_SETSIGDEF);
        ours.put("POSIX_SPAWN_SETSIGMASK", (long) SpawnRequest.POSIX_SPAWN_SETSIGMASK);
        ours.put("POSIX_SPAWN_SETSID", (long) SpawnRequest.POSIX_SPAWN_SETSID);
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

    @Test
    void onNumbersOfSystemCalls() throws Exception {
        Map<String, Long> ours = new TreeMap<>();
        for (Class<?> owner : List.of(LinuxSyscalls.class, LinuxProcessCalls.class)) {
            for (Field field : owner.getDeclaredFields()) {
                if (field.getName().startsWith("SYS_")) {
                    field.setAccessible(true);
                    ours.put("SYS_" + field.getName().substring(4).toLowerCase(Locale.ROOT), (long) field.getInt(null));
                }
            }
        }
        assertThat(ours).containsKeys("SYS_statx", "SYS_waitid", "SYS_epoll_pwait2");
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
