// The load client of the presence bench: one process, one thread, thousands of WebSockets.
#ifndef LOAD_H
#define LOAD_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum dialect { RAMPART, PLAIN, CENTRIFUGE, SOCKETIO };
enum state { CLOSED, UPGRADING, JOINING, READY, STALLED };

// What a connection has asked for and waits for, in the runs that measure answers.
enum wish { IDLE, ASKED, LETTING_GO };

struct connection {
    int fd;
    uint8_t state, wish, resumed, warned;
    uint16_t port;
    uint32_t room;    // of `order/<room>`; 0: `order`
    uint32_t have;    // bytes of a frame that has not all come
    uint32_t room_for;
    uint8_t *rest;
    int64_t seq;      // of the room, the last one seen; -1: none
    uint64_t asked_at;
    uint32_t *seen;   // by sender: the newest number seen, plus one
    char epoch[40];
    char name[40];    // what the server calls the connection
};

// sockets.c
extern struct connection *all;
extern uint32_t how_many;
extern int poller, receive_buffer;
uint64_t now_ns(void);
bool connect_one(uint32_t at, uint16_t port, const char *path, const char *offer);
void hang_up(struct connection *c, bool reset);
void stop_reading(struct connection *c);
void send_text(struct connection *c, const char *text, size_t size);
void read_some(struct connection *c);

// dialects.c
extern enum dialect dialect;
void say_hello(struct connection *c);
void say_focus(struct connection *c, uint32_t number);
void say_lock(struct connection *c);
void hear(struct connection *c, const uint8_t *text, size_t size);

// ledger.c
struct ledger {
    bool open;
    uint32_t base, next, senders, limit;  // numbers of this run: [base, next)
    uint16_t home;                        // port that the senders are connected to
    uint64_t *sent_at;
    uint32_t *told_here, *told_there;  // by number: how many were told of it
    uint64_t frames, events, repeats, bytes, gaps, seq_repeats, snapshots;
    uint64_t answers, granted, denied;
    uint32_t *here, *there;  // histograms: receivers on the senders' port, and on another
    uint64_t heard_here, heard_there, longest;
};
extern struct ledger ledger;
void begin_ledger(uint32_t senders, uint32_t limit, uint16_t home);
uint32_t next_number(void);
void note_seq(struct connection *c, int64_t seq);
void note_rows(struct connection *c, const uint8_t *text, size_t size, bool snapshot);
void note_answer(struct connection *c);
uint64_t stale_pairs(uint32_t first, uint32_t count);
uint64_t lost_events(uint32_t first, uint32_t count);
uint64_t quantile_us(const uint32_t *histogram, uint64_t total, double share);

// run.c
extern uint64_t ready_count, failed_count, lost_count, in_flight;
void became_ready(struct connection *c);
void answered(struct connection *c, const uint8_t *token, size_t size);
void let_go(struct connection *c);
#endif
