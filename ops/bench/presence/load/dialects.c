// How each server is spoken to. All of them carry the same entry of 128 bytes an event:
// {"user":"u00001","row":"00000001","field":"fff..."}.
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PADDING 83  // so that an entry has 128 bytes
#define IS(text, size, word) ((size) >= sizeof(word) - 1 && !memcmp(text, word, sizeof(word) - 1))

enum dialect dialect;
static const char padding[] =
    "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";

static const char *room_of(const struct connection *c) {
    static char name[32];
    if (!c->room) return "order";
    snprintf(name, sizeof name, "order/%u", c->room);
    return name;
}

void say_hello(struct connection *c) {
    char text[256];
    int size = 0;
    switch (dialect) {
        case RAMPART: return;  // WELCOME comes first
        case PLAIN: became_ready(c); return;
        case CENTRIFUGE:
            size = snprintf(text, sizeof text,
                            "{\"id\":1,\"connect\":{\"data\":{\"user\":\"u%05u\"}}}\n"
                            "{\"id\":2,\"subscribe\":{\"channel\":\"%s\"}}",
                            (unsigned)(c - all), room_of(c));
            break;
        case SOCKETIO: return;  // its own greeting comes first
    }
    send_text(c, text, (size_t)size);
}

void say_focus(struct connection *c, uint32_t number) {
    char text[512];
    int size;
    if (dialect == SOCKETIO)
        size = snprintf(text, sizeof text, "42[\"focus\",{\"room\":\"%s\",\"row\":\"%08u\",\"field\":\"%.*s\"}]",
                        room_of(c), number, PADDING, padding);
    else if (dialect == CENTRIFUGE)
        size = snprintf(text, sizeof text,
                        "{\"id\":%u,\"publish\":{\"channel\":\"%s\",\"data\":{\"room\":\"%s\",\"row\":\"%08u\","
                        "\"field\":\"%.*s\"}}}",
                        number + 3, room_of(c), room_of(c), number, PADDING, padding);
    else
        size = snprintf(text, sizeof text,
                        "{\"op\":\"FOCUS\",\"room\":\"%s\",\"row\":\"%08u\",\"field\":\"%.*s\"}", room_of(c),
                        number, PADDING, padding);
    send_text(c, text, (size_t)size);
}

void say_lock(struct connection *c) {
    char text[64];
    int size = snprintf(text, sizeof text, "{\"op\":\"LOCK\",\"room\":\"%s\"}", room_of(c));
    c->asked_at = now_ns();
    c->wish = ASKED;
    send_text(c, text, (size_t)size);
}

static void say_sub(struct connection *c) {
    char text[128];
    int size;
    if (c->resumed)
        size = snprintf(text, sizeof text, "{\"op\":\"SUB\",\"room\":\"%s\",\"seq\":%lld,\"epoch\":\"%s\"}",
                        room_of(c), (long long)c->seq, c->epoch);
    else
        size = snprintf(text, sizeof text, "{\"op\":\"SUB\",\"room\":\"%s\"}", room_of(c));
    send_text(c, text, (size_t)size);
}

static const uint8_t *after(const uint8_t *text, size_t size, const char *word) {
    const uint8_t *found = memmem(text, size < 400 ? size : 400, word, strlen(word));
    return found ? found + strlen(word) : NULL;
}

static int64_t number_after(const uint8_t *text, size_t size, const char *word) {
    const uint8_t *found = after(text, size, word);
    return found ? strtoll((const char *)found, NULL, 10) : -1;
}

static void copy_text(char *to, size_t room, const uint8_t *text) {
    const uint8_t *quote = text ? memchr(text, '"', room - 1) : NULL;
    if (!quote) return;
    memcpy(to, text, (size_t)(quote - text));
    to[quote - text] = 0;
}

static void hear_welcome(struct connection *c, const uint8_t *text, size_t size) {
    const uint8_t *conn = after(text, size, "\"conn\":\"");
    copy_text(c->name, sizeof c->name, conn);
    say_sub(c);
    if (c->resumed) became_ready(c);  // nothing is said to one that has missed nothing
}

static void hear_snapshot(struct connection *c, const uint8_t *text, size_t size) {
    const uint8_t *epoch = after(text, size, "\"epoch\":\"");
    copy_text(c->epoch, sizeof c->epoch, epoch);
    c->seq = number_after(text, size, "\"seq\":");
    ledger.snapshots++;
    if (c->state == JOINING) became_ready(c);
    note_rows(c, text, size, true);
}

// Frames of `rampart.presence.v1`, and of those peers that answer in the same form.
static void hear_rampart(struct connection *c, const uint8_t *text, size_t size) {
    if (!IS(text, size, "{\"op\":\"")) return;
    const uint8_t *op = text + 7;
    size_t rest = size - 7;
    if (IS(op, rest, "DIFF")) {
        note_seq(c, number_after(text, size, "\"seq\":"));
        note_rows(c, text, size, false);
    } else if (IS(op, rest, "LOCK_CHANGED")) {
        note_seq(c, number_after(text, size, "\"seq\":"));
        if (c->wish == LETTING_GO && !after(text, size, "\"holder\":")) let_go(c);
    } else if (IS(op, rest, "LOCK_GRANTED")) {
        const uint8_t *token = after(text, size, "\"token\":\"");
        const uint8_t *quote = token ? memchr(token, '"', size - (size_t)(token - text)) : NULL;
        if (quote && c->wish == ASKED) answered(c, token, (size_t)(quote - token));
    } else if (IS(op, rest, "LOCK_DENIED")) {
        if (c->wish == ASKED) answered(c, NULL, 0);
    } else if (IS(op, rest, "SNAPSHOT")) {
        hear_snapshot(c, text, size);
    } else if (IS(op, rest, "WELCOME")) {
        hear_welcome(c, text, size);
    } else if (after(text, size, "\"seq\":")) {
        note_seq(c, number_after(text, size, "\"seq\":"));
    } else if (IS(op, rest, "ERROR") && !c->warned++) {
        fprintf(stderr, "%.*s\n", (int)(size < 300 ? size : 300), text);
    }
}

static void hear_centrifuge(struct connection *c, const uint8_t *text, size_t size) {
    if (size == 2) {  // its ping
        send_text(c, "{}", 2);
    } else if (c->state == JOINING) {
        if (after(text, size, "\"error\"")) fprintf(stderr, "%.*s\n", (int)(size < 300 ? size : 300), text);
        else if (after(text, size, "\"id\":2,")) became_ready(c);
    } else {
        note_rows(c, text, size, false);
    }
}

static void hear_socketio(struct connection *c, const uint8_t *text, size_t size) {
    if (text[0] == '2') {
        send_text(c, "3", 1);
    } else if (c->state == JOINING) {
        if (text[0] == '0') send_text(c, "40", 2);
        else if (IS(text, size, "40")) became_ready(c);
    } else if (IS(text, size, "42")) {
        note_rows(c, text, size, false);
    }
}

void hear(struct connection *c, const uint8_t *text, size_t size) {
    if (!size) return;
    switch (dialect) {
        case CENTRIFUGE: hear_centrifuge(c, text, size); break;
        case SOCKETIO: hear_socketio(c, text, size); break;
        default: hear_rampart(c, text, size); break;
    }
}
