// SPDX-License-Identifier: Apache-2.0
// An echo server as plain as C has it: one thread, epoll, level-triggered, one read and one write for each event. A client
// that does not read its answers is not read from.
//
// usage: echo [PORT]    listens on this machine only (0: the kernel chooses the port), and prints READY and the port
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BUFFER_BYTES = 65536, EVENTS = 256, BACKLOG = 4096 };

struct connection {
    int fd;
    // What the socket has not taken yet: `unsent` bytes from `start` on. Allocated when there is some for the first time.
    char *kept;
    size_t start, unsent;
};

static int epoll;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void watch(int operation, int fd, unsigned events, void *whose) {
    struct epoll_event event = {.events = events, .data.ptr = whose};
    if (epoll_ctl(epoll, operation, fd, &event)) fail("epoll_ctl");
}

static void end(struct connection *connection) {
    close(connection->fd);
    free(connection->kept);
    free(connection);
}

static void accept_all(int listener) {
    int fd, on = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        struct connection *connection = calloc(1, sizeof *connection);
        if (!connection) fail("calloc");
        connection->fd = fd;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        watch(EPOLL_CTL_ADD, fd, EPOLLIN, connection);
    }
    if (errno != EAGAIN && errno != ECONNABORTED) fail("accept4");
}

static void write_kept(struct connection *connection) {
    ssize_t written = write(connection->fd, connection->kept + connection->start, connection->unsent);
    if (written < 0) {
        if (errno != EAGAIN) end(connection);
        return;
    }
    connection->start += written;
    connection->unsent -= written;
    if (!connection->unsent) watch(EPOLL_CTL_MOD, connection->fd, EPOLLIN, connection);
}

static void echo(struct connection *connection) {
    static char buffer[BUFFER_BYTES];
    ssize_t received = read(connection->fd, buffer, sizeof buffer);
    if (received <= 0) {
        if (received == 0 || errno != EAGAIN) end(connection);
        return;
    }
    ssize_t written = write(connection->fd, buffer, received);
    if (written == received) return;
    if (written < 0) {
        if (errno != EAGAIN) {
            end(connection);
            return;
        }
        written = 0;
    }
    if (!connection->kept && !(connection->kept = malloc(BUFFER_BYTES))) fail("malloc");
    connection->start = 0;
    connection->unsent = received - written;
    memcpy(connection->kept, buffer + written, connection->unsent);
    watch(EPOLL_CTL_MOD, connection->fd, EPOLLOUT, connection);
}

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_IGN);
    int on = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 0)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, length) || listen(listener, BACKLOG)) fail("listen");
    getsockname(listener, (struct sockaddr *)&address, &length);
    if ((epoll = epoll_create1(EPOLL_CLOEXEC)) < 0) fail("epoll_create1");
    watch(EPOLL_CTL_ADD, listener, EPOLLIN, NULL);
    printf("READY %d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        struct epoll_event events[EVENTS];
        int count = epoll_wait(epoll, events, EVENTS, -1);
        if (count < 0 && errno != EINTR) fail("epoll_wait");
        for (int i = 0; i < count; i++) {
            struct connection *connection = events[i].data.ptr;
            if (!connection) accept_all(listener);
            else if (connection->unsent) write_kept(connection);
            else echo(connection);
        }
    }
}
