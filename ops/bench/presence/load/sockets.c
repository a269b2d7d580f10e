// Connections: opened, written to as a browser does, read frame by frame.
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SCRATCH (4u << 20)
#define PER_ADDRESS 8000

struct connection *all;
uint32_t how_many;
int poller, receive_buffer;
static uint8_t scratch[SCRATCH + 64];  // numbers at its very end are read past it

uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

bool connect_one(uint32_t at, uint16_t port, const char *path, const char *offer) {
    struct connection *c = &all[at];
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
    if (fd < 0) return false;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (receive_buffer)  // before connecting: it decides the window that is offered
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    // From one address the search for a free port gets slow long before none is left.
    struct sockaddr_in from = {.sin_family = AF_INET};
    from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + at / PER_ADDRESS);
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    bind(fd, (struct sockaddr *)&from, sizeof from);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    char head[2048];
    int size = snprintf(head, sizeof head,
                        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\n"
                        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s\r\n",
                        path, port, port, offer);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) || send(fd, head, (size_t)size, MSG_NOSIGNAL) != size) {
        close(fd);
        return false;
    }
    fcntl(fd, F_SETFL, O_NONBLOCK);
    c->fd = fd;
    c->port = port;
    c->state = UPGRADING;
    c->have = 0;
    c->wish = IDLE;
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = at};
    epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
    in_flight++;
    return true;
}

void hang_up(struct connection *c, bool reset) {
    if (c->state == CLOSED) return;
    if (c->state == UPGRADING || c->state == JOINING) in_flight--;
    if (reset) {  // as if the machine was gone; it leaves no TIME_WAIT here either
        struct linger at_once = {.l_onoff = 1, .l_linger = 0};
        setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    close(c->fd);
    free(c->rest);
    c->rest = NULL;
    c->have = c->room_for = 0;
    c->state = CLOSED;
}

void stop_reading(struct connection *c) {
    epoll_ctl(poller, EPOLL_CTL_DEL, c->fd, NULL);
    c->state = STALLED;
}

static void send_all(struct connection *c, const uint8_t *data, size_t size) {
    while (size) {
        ssize_t done = send(c->fd, data, size, MSG_NOSIGNAL);
        if (done > 0) {
            data += done;
            size -= (size_t)done;
        } else if (done < 0 && errno == EAGAIN) {
            usleep(50);
        } else {
            return;  // reading will find out that it is closed
        }
    }
}

static void send_frame(struct connection *c, uint8_t first, const uint8_t *payload, size_t size) {
    static const uint8_t mask[4] = {0x5a, 0xc3, 0x17, 0x88};
    uint8_t frame[4096 + 8];
    size_t head = 2;
    frame[0] = first;
    if (size < 126) {
        frame[1] = (uint8_t)(0x80 | size);
    } else {
        frame[1] = 0x80 | 126;
        frame[2] = (uint8_t)(size >> 8);
        frame[3] = (uint8_t)size;
        head = 4;
    }
    memcpy(frame + head, mask, 4);
    head += 4;
    for (size_t i = 0; i < size; i++) frame[head + i] = payload[i] ^ mask[i & 3];
    send_all(c, frame, head + size);
}

void send_text(struct connection *c, const char *text, size_t size) {
    send_frame(c, 0x81, (const uint8_t *)text, size);
}

// Takes one frame; how many bytes it had, 0 if it has not all come.
static size_t take_frame(struct connection *c, const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    size_t length = data[1] & 127, head = 2;
    if (length == 126) {
        if (size < 4) return 0;
        length = (size_t)data[2] << 8 | data[3];
        head = 4;
    } else if (length == 127) {
        if (size < 10) return 0;
        length = 0;
        for (int i = 2; i < 10; i++) length = length << 8 | data[i];
        head = 10;
    }
    if (size < head + length) return 0;
    switch (data[0] & 15) {
        case 1: hear(c, data + head, length); break;
        case 9: send_frame(c, 0x8a, data + head, length < 126 ? length : 0); break;
        default: break;  // a CLOSE is followed by the end of the connection
    }
    return head + length;
}

// The answer to the request; how many bytes it had, 0 if it has not all come.
static size_t take_head(struct connection *c, const uint8_t *data, size_t size) {
    const uint8_t *end = memmem(data, size, "\r\n\r\n", 4);
    if (!end) return 0;
    if (size < 12 || memcmp(data + 9, "101", 3)) {
        if (!failed_count) fprintf(stderr, "refused: %.*s\n", (int)(end - data), data);
        failed_count++;
        hang_up(c, true);
        return size;
    }
    c->state = JOINING;
    say_hello(c);
    return (size_t)(end - data) + 4;
}

static void keep_rest(struct connection *c, const uint8_t *data, size_t size) {
    if (size > c->room_for) {
        c->rest = realloc(c->rest, size);
        c->room_for = (uint32_t)size;
    }
    if (size) memcpy(c->rest, data, size);
    c->have = (uint32_t)size;
}

void read_some(struct connection *c) {
    size_t size = c->have;
    if (size) memcpy(scratch, c->rest, size);
    ssize_t came = recv(c->fd, scratch + size, SCRATCH - size, 0);
    if (came <= 0) {
        if (came < 0 && errno == EAGAIN) return;
        if (c->state == READY) lost_count++;
        else failed_count++;
        hang_up(c, true);
        return;
    }
    size += (size_t)came;
    const uint8_t *data = scratch;
    while (size) {
        size_t used = c->state == UPGRADING ? take_head(c, data, size) : take_frame(c, data, size);
        if (c->state == CLOSED) return;
        if (!used) break;
        data += used;
        size -= used;
    }
    keep_rest(c, data, size);
}
