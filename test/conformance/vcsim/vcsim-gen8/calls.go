package main

import (
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"strings"
	"sync"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// countCalls serves the number of SOAP calls by method, and of esxcli commands, at /calls, so that a test can see what a
// client really sent.
func countCalls(model *simulator.Model) {
	var lock sync.Mutex
	counts := map[string]int{}

	model.Map().Handler = func(_ *simulator.Context, method *simulator.Method) (mo.Reference, types.BaseMethodFault) {
		lock.Lock()
		defer lock.Unlock()
		counts[method.Name]++
		if method.Name == "ExecuteSoap" {
			counts[esxcliCommand(method.Body)]++
		}
		return nil, nil
	}
	serveJSON(model, "/calls", func() any {
		lock.Lock()
		defer lock.Unlock()
		return maps.Clone(counts)
	})
}

// serveJSON lets a test look behind the API.
func serveJSON(model *simulator.Model, path string, value func() any) {
	model.Service.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(value())
	})
}

// esxcliCommand is the command of an ExecuteSoap, such as "esxcli system.settings.kernel.set".
func esxcliCommand(req any) string {
	method := reflect.ValueOf(req).Elem().FieldByName("Method").String()
	return "esxcli " + strings.TrimPrefix(method, "vim.EsxCLI.")
}
