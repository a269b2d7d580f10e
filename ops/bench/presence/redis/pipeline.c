// What one connection gets out of Redis for two scripts, 32 commands in flight, as `redis-benchmark
// -P 32` would: a lock is taken, and let go by the fence of the answer. Each script counts one.
//
//   pipeline PORT PASSWORD_FILE ACQUIRE_SHA RELEASE_SHA FENCES_KEY KEY_PREFIX SECONDS
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define DEPTH 32
#define KEYS 1024

static int redis;
static char out[DEPTH * 1024], in[1 << 20];
static size_t in_from, in_to;

static double seconds(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static char *line(void) {  // one line of an answer, without its end
    for (;;) {
        char *end = memmem(in + in_from, in_to - in_from, "\r\n", 2);
        if (end) {
            char *found = in + in_from;
            *end = 0;
            in_from = (size_t)(end - in) + 2;
            return found;
        }
        memmove(in, in + in_from, in_to - in_from);
        in_to -= in_from;
        in_from = 0;
        ssize_t came = recv(redis, in + in_to, sizeof in - in_to, 0);
        if (came <= 0) exit(3);
        in_to += (size_t)came;
    }
}

static void put_all(const char *data, size_t size) {
    while (size) {
        ssize_t done = send(redis, data, size, MSG_NOSIGNAL);
        if (done <= 0) exit(3);
        data += done;
        size -= (size_t)done;
    }
}

static size_t command(char *to, int count, const char **parts) {
    size_t size = (size_t)sprintf(to, "*%d\r\n", count);
    for (int i = 0; i < count; i++) size += (size_t)sprintf(to + size, "$%zu\r\n%s\r\n", strlen(parts[i]), parts[i]);
    return size;
}

// An answer of GRANTED, epoch and counter; both numbers are texts in the end.
static void read_granted(char *epoch, char *counter) {
    char *head = line();
    if (*head != '*') {
        fprintf(stderr, "%s\n", head);
        exit(4);
    }
    for (int parts = atoi(head + 1), i = 0; i < parts; i++) {
        char *kind = line(), *value = *kind == '$' ? line() : kind + 1;
        if (i == 0 && strcmp(value, "GRANTED")) exit(5);
        if (i == 1) snprintf(epoch, 24, "%s", value);
        if (i == 2) snprintf(counter, 24, "%s", value);
    }
}

int main(int argc, char **argv) {
    if (argc != 8) return 2;
    int one = 1;
    char password[256] = "", key[DEPTH][256], epoch[DEPTH][24], counter[DEPTH][24];
    FILE *secret = fopen(argv[2], "r");
    if (!secret || !fgets(password, sizeof password, secret)) return 2;
    fclose(secret);
    password[strcspn(password, "\n")] = 0;
    redis = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(redis, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1]))};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(redis, (struct sockaddr *)&to, sizeof to)) return 3;
    put_all(out, command(out, 2, (const char *[]){"AUTH", password}));
    if (*line() != '+') return 3;
    double began = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID), lasted;
    unsigned long done = 0;
    do {
        size_t size = 0;
        for (int i = 0; i < DEPTH; i++) {
            snprintf(key[i], sizeof key[i], "%s%lu", argv[6], (done / 2 + (unsigned long)i) % KEYS);
            size += command(out + size, 11, (const char *[]){"EVALSHA", argv[3], "2", argv[5], key[i], "u00001",
                                                             "u00001", "EUROPE", "bench.1", "30000", ""});
        }
        put_all(out, size);
        for (int i = 0; i < DEPTH; i++) read_granted(epoch[i], counter[i]);
        size = 0;
        for (int i = 0; i < DEPTH; i++)
            size += command(out + size, 8, (const char *[]){"EVALSHA", argv[4], "1", key[i], "bench.1", epoch[i],
                                                            counter[i], "0"});
        put_all(out, size);
        for (int i = 0; i < DEPTH; i++)
            if (strcmp(line(), ":1")) return 6;
        done += 2 * DEPTH;
        lasted = seconds(CLOCK_MONOTONIC) - began;
    } while (lasted < atof(argv[7]));
    printf("{\"ops\":%lu,\"seconds\":%.4f,\"cpu_s\":%.4f}\n", done, lasted,
           seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu);
    return 0;
}
