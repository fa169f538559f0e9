// SPDX-License-Identifier: Apache-2.0
// A UDP echo server as fast as plain C has it: one thread, which receives up to 64 datagrams by one call and sends them back by
// one, from the same memory.
//
// usage: udp-echo [PORT]    receives on this machine only (0: the kernel chooses the port), and prints READY and the port
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { BATCH = 64, DATAGRAM_BYTES = 2048, BUFFER_BYTES = 1 << 20 };

static struct mmsghdr messages[BATCH];
static struct iovec pieces[BATCH];
static struct sockaddr_in peers[BATCH];
static char memory[BATCH][DATAGRAM_BYTES];

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void echo(int fd) {
    for (int i = 0; i < BATCH; i++) {
        pieces[i].iov_len = DATAGRAM_BYTES;
        messages[i].msg_hdr.msg_namelen = sizeof peers[i];
    }
    int count = recvmmsg(fd, messages, BATCH, MSG_WAITFORONE, NULL);
    if (count < 0 && errno != EINTR) fail("recvmmsg");
    for (int i = 0; i < count; i++) pieces[i].iov_len = messages[i].msg_len;
    for (int sent = 0; sent < count;) {
        int result = sendmmsg(fd, messages + sent, count - sent, 0);
        if (result < 0 && errno != EINTR) fail("sendmmsg");
        if (result > 0) sent += result;
    }
}

int main(int argc, char **argv) {
    int size = BUFFER_BYTES, fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 0)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, length)) fail("bind");
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    getsockname(fd, (struct sockaddr *)&address, &length);
    for (int i = 0; i < BATCH; i++) {
        pieces[i].iov_base = memory[i];
        messages[i].msg_hdr = (struct msghdr){.msg_name = &peers[i], .msg_iov = &pieces[i], .msg_iovlen = 1};
    }
    printf("READY %d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) echo(fd);
}
