package main

import (
	"encoding/json"
	"net/http"
	"sync"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// countCalls serves the number of SOAP calls by method at /calls, so that a test can see what a client really sent.
func countCalls(model *simulator.Model) {
	var lock sync.Mutex
	counts := map[string]int{}

	model.Map().Handler = func(_ *simulator.Context, method *simulator.Method) (mo.Reference, types.BaseMethodFault) {
		lock.Lock()
		defer lock.Unlock()
		counts[method.Name]++
		return nil, nil
	}
	model.Service.HandleFunc("/calls", func(w http.ResponseWriter, _ *http.Request) {
		lock.Lock()
		defer lock.Unlock()
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(counts)
	})
}
