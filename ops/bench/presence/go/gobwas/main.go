// A room on gobwas/ws, the leanest Go library for WebSockets: gobwas -port PORT [-tick 50ms].
// Without a tick every event is a frame to every peer; with one it gathers as ours does.
package main

import (
	"encoding/json"
	"flag"
	"log"
	"net"
	"net/url"
	"sync"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"

	"rampart/presence/bench/room"
)

const quiet = 50 * time.Millisecond

type diff struct {
	Op     string          `json:"op"`
	Room   string          `json:"room"`
	Seq    uint64          `json:"seq"`
	Active []room.Activity `json:"active"`
}

type server struct {
	tick    time.Duration
	members room.Members

	mutex     sync.Mutex // of all below
	peers     map[net.Conn]struct{}
	seq       uint64
	pending   map[string]room.Activity
	due       bool
	flushedAt time.Time
}

var denied = ws.MustCompileFrame(ws.NewTextFrame(
	[]byte(`{"op":"LOCK_DENIED","room":"order","reason":"no_instance"}`)))

// tell sends these as one frame to everybody; the mutex is held.
func (server *server) tell(active []room.Activity) {
	server.seq++
	text, err := json.Marshal(diff{"DIFF", room.Name, server.seq, active})
	if err != nil {
		log.Fatal(err)
	}
	frame := ws.MustCompileFrame(ws.NewTextFrame(text))
	for peer := range server.peers {
		_, _ = peer.Write(frame)
	}
}

func (server *server) flush() {
	server.mutex.Lock()
	defer server.mutex.Unlock()
	active := make([]room.Activity, 0, len(server.pending))
	for _, activity := range server.pending {
		active = append(active, activity)
	}
	clear(server.pending)
	server.due, server.flushedAt = false, time.Now()
	server.tell(active)
}

func (server *server) gather(activity room.Activity) {
	server.mutex.Lock()
	defer server.mutex.Unlock()
	if server.tick == 0 {
		server.tell([]room.Activity{activity})
		return
	}
	server.pending[activity.User] = activity
	if server.due {
		return
	}
	server.due = true
	if since := time.Since(server.flushedAt); since > quiet {
		go server.flush()
	} else {
		time.AfterFunc(server.tick-since, server.flush)
	}
}

func (server *server) hear(peer net.Conn, user string, data []byte) {
	said, understood := room.Read(data)
	if !understood {
		return
	}
	switch said.Op {
	case "FOCUS":
		if activity, ok := server.members.Focus(user, said); ok {
			server.gather(activity)
		}
	case "LOCK":
		_, _ = peer.Write(denied)
	}
}

func (server *server) serve(peer net.Conn) {
	defer peer.Close()
	user := ""
	upgrader := ws.Upgrader{OnRequest: func(uri []byte) error {
		parsed, err := url.Parse(string(uri))
		if err == nil {
			user = parsed.Query().Get("user")
		}
		return err
	}}
	if _, err := upgrader.Upgrade(peer); err != nil {
		return
	}
	server.mutex.Lock()
	server.peers[peer] = struct{}{}
	server.mutex.Unlock()
	for {
		data, op, err := wsutil.ReadClientData(peer)
		if err != nil {
			break
		}
		if op == ws.OpText {
			server.hear(peer, user, data)
		}
	}
	server.mutex.Lock()
	delete(server.peers, peer)
	server.mutex.Unlock()
}

func main() {
	port := flag.String("port", "", "port to listen on")
	tick := flag.Duration("tick", 0, "how long a busy room gathers")
	flag.Parse()
	listener, err := net.Listen("tcp", "127.0.0.1:"+*port)
	if err != nil {
		log.Fatal(err)
	}
	server := &server{tick: *tick, peers: map[net.Conn]struct{}{}, pending: map[string]room.Activity{}}
	for {
		peer, err := listener.Accept()
		if err != nil {
			log.Print(err)
			time.Sleep(time.Millisecond)
			continue
		}
		go server.serve(peer)
	}
}
