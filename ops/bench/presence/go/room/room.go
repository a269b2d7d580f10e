// Package room has what both Go peers do with an event: it is read, checked and kept as what its member
// does now.
package room

import (
	"encoding/json"
	"sync"
)

// Name of the one room there is.
const Name = "order"

const longest = 256

// Said is what a client says.
type Said struct {
	Op    string `json:"op"`
	Room  string `json:"room"`
	Row   string `json:"row"`
	Field string `json:"field"`
}

// Activity is what a member does now.
type Activity struct {
	User  string `json:"user"`
	Row   string `json:"row"`
	Field string `json:"field"`
}

// Members is who does what.
type Members struct {
	mutex sync.Mutex
	known map[string]Activity
}

// Read takes one message; false if it cannot be understood.
func Read(data []byte) (Said, bool) {
	var said Said
	if json.Unmarshal(data, &said) != nil || said.Room != Name {
		return said, false
	}
	return said, true
}

// Focus keeps what a member looks at; false if that is nothing.
func (members *Members) Focus(user string, said Said) (Activity, bool) {
	if said.Row == "" || len(said.Row) > longest || said.Field == "" || len(said.Field) > longest {
		return Activity{}, false
	}
	activity := Activity{User: user, Row: said.Row, Field: said.Field}
	members.mutex.Lock()
	defer members.mutex.Unlock()
	if members.known == nil {
		members.known = map[string]Activity{}
	}
	members.known[user] = activity
	return activity, true
}
