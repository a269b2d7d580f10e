// What was sent, and what of it arrived where, in which order and how late.
#include "load.h"

#include <stdlib.h>
#include <string.h>

#define BINS 500000  // of 10 us: up to 5 s
#define BIN_NS 10000

struct ledger ledger;

void begin_ledger(uint32_t senders, uint32_t limit, uint16_t home) {
    uint32_t *here = ledger.here, *there = ledger.there;
    uint32_t next = ledger.next;
    free(ledger.sent_at);
    free(ledger.told_here);
    free(ledger.told_there);
    memset(&ledger, 0, sizeof ledger);
    ledger.here = here ? here : malloc(BINS * sizeof *here);
    ledger.there = there ? there : malloc(BINS * sizeof *there);
    memset(ledger.here, 0, BINS * sizeof *here);
    memset(ledger.there, 0, BINS * sizeof *there);
    ledger.base = ledger.next = next;  // numbers never repeat: rows of a run before are known as such
    ledger.senders = senders;
    ledger.limit = limit;
    ledger.home = home;
    ledger.sent_at = calloc(limit + 1, sizeof *ledger.sent_at);
    ledger.told_here = calloc(limit + 1, sizeof *ledger.told_here);
    ledger.told_there = calloc(limit + 1, sizeof *ledger.told_there);
    for (uint32_t at = 0; at < how_many; at++) {
        free(all[at].seen);
        all[at].seen = NULL;
    }
    ledger.open = true;
}

uint32_t next_number(void) {
    uint32_t number = ledger.next++;
    ledger.sent_at[number - ledger.base] = now_ns();
    return number;
}

void note_seq(struct connection *c, int64_t seq) {
    if (c->seq >= 0 && seq > c->seq + 1) ledger.gaps++;
    if (c->seq >= 0 && seq <= c->seq) ledger.seq_repeats++;
    c->seq = seq;
}

static void note_latency(const struct connection *c, uint32_t number) {
    uint64_t late = now_ns() - ledger.sent_at[number - ledger.base];
    uint64_t bin = late / BIN_NS < BINS ? late / BIN_NS : BINS - 1;
    if (late > ledger.longest) ledger.longest = late;
    if (c->port == ledger.home) {
        ledger.here[bin]++;
        ledger.heard_here++;
    } else {
        ledger.there[bin]++;
        ledger.heard_there++;
    }
}

void note_rows(struct connection *c, const uint8_t *text, size_t size, bool snapshot) {
    const uint8_t *end = text + size;
    uint32_t oldest = UINT32_MAX;
    if (!ledger.open || !c->seen) return;
    if (!snapshot) {
        ledger.frames++;
        ledger.bytes += size;
    }
    while ((text = memmem(text, (size_t)(end - text), "\"row\":\"", 7)) && end - text > 16) {
        uint32_t number = 0;
        for (int i = 7; i < 15; i++) number = number * 10 + (uint32_t)(text[i] - '0');
        text += 16;
        if (number < ledger.base || number >= ledger.next) continue;  // of a run before
        uint32_t *newest = &c->seen[(number - ledger.base) % ledger.senders];
        if (number < *newest) {
            ledger.repeats += !snapshot;
            continue;
        }
        *newest = number + 1;
        if (snapshot) continue;
        ledger.events++;
        (c->port == ledger.home ? ledger.told_here : ledger.told_there)[number - ledger.base]++;
        if (number < oldest) oldest = number;
    }
    if (oldest != UINT32_MAX) note_latency(c, oldest);
}

void note_answer(struct connection *c) {
    uint64_t bin = (now_ns() - c->asked_at) / BIN_NS;
    ledger.here[bin < BINS ? bin : BINS - 1]++;
    ledger.heard_here++;
    ledger.answers++;
}

uint64_t stale_pairs(uint32_t first, uint32_t count) {
    uint32_t sent = ledger.next - ledger.base;
    uint64_t stale = 0;
    for (uint32_t at = first; at < first + count; at++) {
        if (all[at].state != READY || !all[at].seen) continue;
        for (uint32_t sender = 0; sender < ledger.senders && sender < sent; sender++) {
            uint32_t last = (sent - 1 - sender) / ledger.senders * ledger.senders + sender;
            stale += all[at].seen[sender] != ledger.base + last + 1;
        }
    }
    return stale;
}

static uint64_t lost_of(const uint32_t *told, uint32_t receivers) {
    uint64_t lost = 0;
    for (uint32_t at = 0; at < ledger.next - ledger.base; at++)
        if (told[at] && told[at] < receivers) lost += receivers - told[at];
    return lost;
}

// What some were told and others were not. An event that nobody on a server was told of was replaced by
// its sender's next one before the room told anything; one who fell behind has a snapshot instead.
uint64_t lost_events(uint32_t first, uint32_t count) {
    uint32_t here = 0, there = 0;
    if (ledger.snapshots) return 0;
    for (uint32_t at = first; at < first + count; at++) {
        if (all[at].state != READY || !all[at].seen) continue;
        if (all[at].port == ledger.home) here++;
        else there++;
    }
    return lost_of(ledger.told_here, here) + lost_of(ledger.told_there, there);
}

uint64_t quantile_us(const uint32_t *histogram, uint64_t total, double share) {
    uint64_t wanted = (uint64_t)((double)total * share), counted = 0;
    if (!total) return 0;
    for (uint64_t bin = 0; bin < BINS; bin++) {
        counted += histogram[bin];
        if (counted > wanted) return (bin + 1) * (BIN_NS / 1000);
    }
    return (uint64_t)BINS * (BIN_NS / 1000);
}
