// A channel on centrifuge, the library that Centrifugo is made of, with its memory engine:
// centrifuge -port PORT [-delay 50ms]. With a delay each connection's writes are gathered that long, in
// frames without a limit of messages: the settings that cost it least.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"log"
	"net/http"
	"time"

	"github.com/centrifugal/centrifuge"

	"rampart/presence/bench/room"
)

func publish(node *centrifuge.Node, members *room.Members, client *centrifuge.Client) centrifuge.PublishHandler {
	return func(event centrifuge.PublishEvent, answer centrifuge.PublishCallback) {
		said, understood := room.Read(event.Data)
		if !understood || event.Channel != room.Name {
			answer(centrifuge.PublishReply{}, centrifuge.ErrorBadRequest)
			return
		}
		activity, ok := members.Focus(client.UserID(), said)
		if !ok {
			answer(centrifuge.PublishReply{}, centrifuge.ErrorBadRequest)
			return
		}
		data, err := json.Marshal(activity)
		if err != nil {
			answer(centrifuge.PublishReply{}, centrifuge.ErrorInternal)
			return
		}
		found, err := node.Publish(event.Channel, data)
		answer(centrifuge.PublishReply{Result: &found}, err)
	}
}

func connecting(delay time.Duration) centrifuge.ConnectingHandler {
	return func(_ context.Context, event centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
		var who struct {
			User string `json:"user"`
		}
		if json.Unmarshal(event.Data, &who) != nil || who.User == "" {
			return centrifuge.ConnectReply{}, centrifuge.DisconnectInvalidToken
		}
		reply := centrifuge.ConnectReply{Credentials: &centrifuge.Credentials{UserID: who.User}}
		if delay > 0 {
			reply.WriteDelay, reply.WriteWithTimer, reply.MaxMessagesInFrame = delay, true, -1
		}
		return reply, nil
	}
}

func main() {
	port := flag.String("port", "", "port to listen on")
	delay := flag.Duration("delay", 0, "how long a connection's writes are gathered")
	flag.Parse()
	node, err := centrifuge.New(centrifuge.Config{LogLevel: centrifuge.LogLevelError})
	if err != nil {
		log.Fatal(err)
	}
	members := &room.Members{}
	node.OnConnecting(connecting(*delay))
	node.OnConnect(func(client *centrifuge.Client) {
		client.OnSubscribe(func(event centrifuge.SubscribeEvent, answer centrifuge.SubscribeCallback) {
			answer(centrifuge.SubscribeReply{}, nil)
		})
		client.OnPublish(publish(node, members, client))
	})
	if err := node.Run(); err != nil {
		log.Fatal(err)
	}
	http.Handle("/connection/websocket", centrifuge.NewWebsocketHandler(node, centrifuge.WebsocketConfig{
		ReadBufferSize:     1024,
		UseWriteBufferPool: true,
		CheckOrigin:        func(*http.Request) bool { return true },
	}))
	server := &http.Server{Addr: "127.0.0.1:" + *port, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.ListenAndServe())
}
