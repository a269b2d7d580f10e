// Takes commands from standard input, a line each, and answers each with a line of JSON.
//
//   load rampart|plain|centrifuge|socketio CONNECTIONS
//
// open PORT FIRST COUNT PER_SECOND AT_ONCE ROOMS RESUME TICKETS   0 a second: as fast as it goes
// run RATE SECONDS FIRST SENDERS COUNT GRACE_MS                   events, open loop
// echo SECONDS FIRST COUNT                                        a verb and its answer, closed loop
// lock RATE SECONDS FIRST COUNT                                   LOCK, answer, UNLOCK, open loop
// settle MS | kill FIRST COUNT | stall FIRST COUNT | receive BYTES | names FILE FIRST COUNT | count
#include "load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define OPEN_S 60
#define STDIN_AT UINT32_MAX

uint64_t ready_count, failed_count, lost_count, in_flight;
static bool echoing, locking;
static char lines[65536];
static size_t lines_size;
static bool ended;

void became_ready(struct connection *c) {
    c->state = READY;
    ready_count++;
    in_flight--;
}

void answered(struct connection *c, const uint8_t *token, size_t size) {
    c->wish = IDLE;
    if (!ledger.open) return;
    note_answer(c);
    if (echoing) {
        say_lock(c);
    } else if (locking && token && size < 256) {
        char text[512];
        int length = snprintf(text, sizeof text, "{\"op\":\"UNLOCK\",\"room\":\"order/%u\",\"token\":\"%.*s\"}",
                              c->room, (int)size, (const char *)token);
        ledger.granted++;
        c->wish = LETTING_GO;
        send_text(c, text, (size_t)length);
    } else {
        ledger.denied++;
    }
}

void let_go(struct connection *c) { c->wish = IDLE; }

static void read_commands(void) {
    ssize_t came = read(0, lines + lines_size, sizeof lines - lines_size - 1);
    if (came > 0) lines_size += (size_t)came;
    else if (came == 0 || errno != EAGAIN) ended = true;
}

// Wait until something comes, or until `until`; take what has come.
static void pump(uint64_t until) {
    static struct epoll_event events[512];
    uint64_t now = now_ns(), left = until > now ? until - now : 0;
    struct timespec wait = {.tv_sec = (time_t)(left / 1000000000u), .tv_nsec = (long)(left % 1000000000u)};
    int count = epoll_pwait2(poller, events, 512, &wait, NULL);
    for (int i = 0; i < count; i++) {
        uint32_t at = events[i].data.u32;
        if (at == STDIN_AT) read_commands();
        else if (all[at].state != CLOSED && all[at].state != STALLED) read_some(&all[at]);
    }
}

static void pump_for(double seconds) {
    uint64_t until = now_ns() + (uint64_t)(seconds * 1e9);
    while (now_ns() < until && !ended) pump(until);
}

static double cpu_s(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static bool connect_next(uint16_t port, uint32_t at, FILE *tickets) {
    static const char *paths[] = {"/ws/presence", "/ws?user=u%05u", "/connection/websocket",
                                  "/socket.io/?EIO=4&transport=websocket&user=u%05u"};
    char path[128], offer[1024] = "", ticket[700];
    snprintf(path, sizeof path, paths[dialect], at);
    if (tickets) {
        if (!fgets(ticket, sizeof ticket, tickets)) return false;
        ticket[strcspn(ticket, "\n")] = 0;
        snprintf(offer, sizeof offer, "Sec-WebSocket-Protocol: rampart.presence.v1, ticket.%s\r\n", ticket);
    }
    return connect_one(at, port, path, offer);
}

static void open_some(const char *line) {
    unsigned port, first, count, at_once, rooms, resume;
    double per_second;
    char file[512];
    if (sscanf(line, "open %u %u %u %lf %u %u %u %511s", &port, &first, &count, &per_second, &at_once, &rooms,
               &resume, file) != 8 || first + count > how_many) {
        printf("{\"error\":\"open\"}\n");
        return;
    }
    FILE *tickets = strcmp(file, "-") ? fopen(file, "r") : NULL;
    uint64_t began = now_ns(), give_up = began + OPEN_S * 1000000000ull;
    uint32_t next = 0;
    ready_count = failed_count = 0;
    while (ready_count + failed_count < count && now_ns() < give_up && !ended) {
        uint64_t now = now_ns();
        while (next < count && in_flight < at_once &&
               (per_second <= 0 || next < (double)(now - began) / 1e9 * per_second)) {
            struct connection *c = &all[first + next];
            c->room = rooms ? 1 + (first + next) % rooms : 0;
            c->resumed = (uint8_t)resume;
            if (!resume) c->seq = -1;
            if (!connect_next((uint16_t)port, first + next, tickets)) failed_count++;
            next++;
        }
        pump(per_second > 0 && next < count ? now_ns() + 500000 : now_ns() + 50000000);
    }
    if (tickets) fclose(tickets);
    printf("{\"ready\":%llu,\"failed\":%llu,\"seconds\":%.4f}\n", (unsigned long long)ready_count,
           (unsigned long long)(count - ready_count), (double)(now_ns() - began) / 1e9);
}

static uint32_t watch(uint32_t first, uint32_t count, uint32_t senders) {
    uint32_t receivers = 0;
    for (uint32_t at = first; at < first + count; at++) {
        if (all[at].state != READY) continue;
        all[at].seen = calloc(senders, sizeof(uint32_t));
        receivers++;
    }
    return receivers;
}

static void print_ledger(double seconds, double cpu, uint32_t receivers, uint32_t first, uint32_t count,
                         uint64_t sent) {
    printf("{\"seconds\":%.4f,\"client_cpu\":%.4f,\"receivers\":%u,\"sent\":%llu,\"frames\":%llu,\"events\":%llu,"
           "\"missing\":%lld,\"lost\":%llu,\"repeats\":%llu,\"bytes\":%llu,\"stale_pairs\":%llu,\"gaps\":%llu,"
           "\"seq_repeats\":%llu,\"snapshots\":%llu,\"lost_connections\":%llu,\"answers\":%llu,\"granted\":%llu,"
           "\"denied\":%llu,\"p50_us\":%llu,\"p99_us\":%llu,\"there_p50_us\":%llu,\"there_p99_us\":%llu,"
           "\"longest_us\":%llu}\n",
           seconds, cpu, receivers, (unsigned long long)sent, (unsigned long long)ledger.frames,
           (unsigned long long)ledger.events, (long long)(sent * receivers) - (long long)ledger.events,
           (unsigned long long)lost_events(first, count), (unsigned long long)ledger.repeats, (unsigned long long)ledger.bytes,
           (unsigned long long)stale_pairs(first, count), (unsigned long long)ledger.gaps,
           (unsigned long long)ledger.seq_repeats, (unsigned long long)ledger.snapshots,
           (unsigned long long)lost_count, (unsigned long long)ledger.answers, (unsigned long long)ledger.granted,
           (unsigned long long)ledger.denied,
           (unsigned long long)quantile_us(ledger.here, ledger.heard_here, 0.5),
           (unsigned long long)quantile_us(ledger.here, ledger.heard_here, 0.99),
           (unsigned long long)quantile_us(ledger.there, ledger.heard_there, 0.5),
           (unsigned long long)quantile_us(ledger.there, ledger.heard_there, 0.99),
           (unsigned long long)ledger.longest / 1000);
}

static void run_events(const char *line) {
    double rate, seconds;
    unsigned first, senders, count, grace_ms;
    if (sscanf(line, "run %lf %lf %u %u %u %u", &rate, &seconds, &first, &senders, &count, &grace_ms) != 6 ||
        !senders || first + count > how_many) {
        printf("{\"error\":\"run\"}\n");
        return;
    }
    lost_count = 0;
    begin_ledger(senders, (uint32_t)(rate * seconds) + 16, all[first].port);
    uint32_t receivers = watch(first, count, senders), at = 0, limit = (uint32_t)(rate * seconds);
    uint64_t began = now_ns(), pause = (uint64_t)(1e9 / rate), due = began;
    double cpu = cpu_s();
    for (uint32_t sent = 0; sent < limit && !ended;) {
        uint64_t now = now_ns();
        for (; due <= now && sent < limit; sent++, due += pause) {
            struct connection *c = &all[first + at];
            uint32_t number = next_number();
            if (c->state == READY) say_focus(c, number);
            at = (at + 1) % senders;
        }
        pump(due);
    }
    double lasted = (double)(now_ns() - began) / 1e9;
    uint64_t until = now_ns() + grace_ms * 1000000ull, wanted = (uint64_t)receivers * (ledger.next - ledger.base);
    while (ledger.events < wanted && now_ns() < until && !ended) pump(until);
    print_ledger(lasted, cpu_s() - cpu, receivers, first, count, ledger.next - ledger.base);
    ledger.open = false;
}

static void run_echo(const char *line) {
    double seconds;
    unsigned first, count;
    if (sscanf(line, "echo %lf %u %u", &seconds, &first, &count) != 3 || first + count > how_many) {
        printf("{\"error\":\"echo\"}\n");
        return;
    }
    begin_ledger(1, 1, all[first].port);
    double cpu = cpu_s();
    uint64_t began = now_ns();
    echoing = true;
    for (uint32_t at = first; at < first + count; at++) say_lock(&all[at]);
    pump_for(seconds);
    echoing = false;
    print_ledger((double)(now_ns() - began) / 1e9, cpu_s() - cpu, count, first, 0, 0);
    pump_for(0.1);
    ledger.open = false;
}

static void run_locks(const char *line) {
    double rate, seconds;
    unsigned first, count;
    if (sscanf(line, "lock %lf %lf %u %u", &rate, &seconds, &first, &count) != 4 || first + count > how_many) {
        printf("{\"error\":\"lock\"}\n");
        return;
    }
    begin_ledger(1, 1, all[first].port);
    uint64_t began = now_ns(), pause = (uint64_t)(1e9 / rate), due = began, asked = 0, skipped = 0;
    uint64_t ends = began + (uint64_t)(seconds * 1e9);
    uint32_t at = 0;
    double cpu = cpu_s();
    locking = true;
    while (now_ns() < ends && !ended) {
        for (uint64_t now = now_ns(); due <= now; due += pause) {
            uint32_t tried = 0;
            while (tried++ < count && all[first + at].wish != IDLE) at = (at + 1) % count;
            if (all[first + at].wish != IDLE) {
                skipped++;
                continue;
            }
            say_lock(&all[first + at]);
            asked++;
            at = (at + 1) % count;
        }
        pump(due < ends ? due : ends);
    }
    double lasted = (double)(now_ns() - began) / 1e9;
    pump_for(0.5);
    locking = false;
    print_ledger(lasted, cpu_s() - cpu, count, first, 0, asked + skipped);
    ledger.open = false;
}

static void on_each(const char *line, const char *word, void (*act)(struct connection *)) {
    unsigned first = 0, count = 0;
    char pattern[32];
    snprintf(pattern, sizeof pattern, "%s %%u %%u", word);
    if (sscanf(line, pattern, &first, &count) == 2 && first + count <= how_many)
        for (uint32_t at = first; at < first + count; at++) act(&all[at]);
    printf("{\"at_ns\":%llu}\n", (unsigned long long)now_ns());
}

static void kill_one(struct connection *c) { hang_up(c, true); }

static void stall_one(struct connection *c) {
    if (c->state == READY) stop_reading(c);
}

static void write_names(const char *line) {
    unsigned first, count;
    char file[512];
    if (sscanf(line, "names %511s %u %u", file, &first, &count) == 3 && first + count <= how_many) {
        FILE *out = fopen(file, "w");
        for (uint32_t at = first; out && at < first + count; at++)
            fprintf(out, "%s\n", all[at].name);
        if (out) fclose(out);
    }
    printf("{}\n");
}

static void count_open(void) {
    uint32_t open = 0, stalled = 0;
    for (uint32_t at = 0; at < how_many; at++) {
        open += all[at].state == READY;
        stalled += all[at].state == STALLED;
    }
    printf("{\"open\":%u,\"stalled\":%u,\"gaps\":%llu,\"seq_repeats\":%llu}\n", open, stalled,
           (unsigned long long)ledger.gaps, (unsigned long long)ledger.seq_repeats);
}

static void obey(const char *line) {
    if (!strncmp(line, "open ", 5)) open_some(line);
    else if (!strncmp(line, "run ", 4)) run_events(line);
    else if (!strncmp(line, "echo ", 5)) run_echo(line);
    else if (!strncmp(line, "lock ", 5)) run_locks(line);
    else if (!strncmp(line, "kill ", 5)) on_each(line, "kill", kill_one);
    else if (!strncmp(line, "stall ", 6)) on_each(line, "stall", stall_one);
    else if (!strncmp(line, "names ", 6)) write_names(line);
    else if (!strncmp(line, "count", 5)) count_open();
    else if (!strncmp(line, "receive ", 8)) receive_buffer = atoi(line + 8), printf("{}\n");
    else if (!strncmp(line, "settle ", 7)) pump_for(atof(line + 7) / 1e3), printf("{}\n");
    else printf("{\"error\":\"unknown\"}\n");
    fflush(stdout);
}

int main(int argc, char **argv) {
    static const char *names[] = {"rampart", "plain", "centrifuge", "socketio"};
    if (argc != 3) return 2;
    while (dialect <= SOCKETIO && strcmp(argv[1], names[dialect])) dialect++;
    if (dialect > SOCKETIO) return 2;
    how_many = (uint32_t)atoi(argv[2]);
    all = calloc(how_many, sizeof *all);
    poller = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = STDIN_AT};
    epoll_ctl(poller, EPOLL_CTL_ADD, 0, &event);
    while (!ended) {
        char *end = memchr(lines, '\n', lines_size);
        if (!end) {
            pump(now_ns() + 1000000000ull);
            continue;
        }
        char line[1024];
        size_t size = (size_t)(end - lines);
        memcpy(line, lines, size < sizeof line ? size : sizeof line - 1);
        line[size < sizeof line ? size : sizeof line - 1] = 0;
        lines_size -= size + 1;
        memmove(lines, end + 1, lines_size);
        obey(line);
    }
    return 0;
}
