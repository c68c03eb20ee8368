// Command vcsim-gen8 is govmomi's vCenter simulator with Gen8 hosts that answer for themselves.
//
// Stock vcsim knows no kernel settings and shares one firewall between all hosts. Here each host has its own,
// added through the exported parts of the simulator package only. With -stock nothing is added.
// It prints one line of JSON that describes the server and every host, and ends when standard input does.
package main

import (
	"crypto/sha1" // the thumbprint form that vSphere itself shows
	"crypto/sha256"
	"crypto/tls"
	"encoding/json"
	"encoding/pem"
	"flag"
	"fmt"
	"io"
	"log"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	// Issues SAML tokens, as a vCenter does.
	_ "github.com/vmware/govmomi/lookup/simulator"
	"github.com/vmware/govmomi/simulator"
	_ "github.com/vmware/govmomi/sts/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

type settings struct {
	listen         string
	hosts          int
	clusters       int
	stock          bool
	esx            bool
	version        string
	build          string
	releases       string
	api            string
	user           string
	password       string
	sessionTimeout string
	slowTask       string
	delay          time.Duration
	downtime       time.Duration
}

// description is what the program prints: all that a test needs to work out the right answers by itself.
type description struct {
	URL         string            `json:"url"`
	User        string            `json:"user"`
	Password    string            `json:"password"`
	SHA256      string            `json:"sha256"`
	SHA1        string            `json:"sha1"`
	Certificate string            `json:"certificate"`
	Hosts       []hostDescription `json:"hosts"`
}

func main() {
	var s settings
	flag.StringVar(&s.listen, "l", "127.0.0.1:0", "address to listen on")
	flag.IntVar(&s.hosts, "hosts", 12, "number of hosts")
	flag.IntVar(&s.clusters, "clusters", 2, "number of clusters; hosts that do not divide evenly stand alone")
	flag.BoolVar(&s.stock, "stock", false, "add nothing to vcsim")
	flag.BoolVar(&s.esx, "esx", false, "one ESXi host instead of a vCenter; implies -stock")
	flag.StringVar(&s.version, "version", "", "version of every host instead of a mix")
	flag.StringVar(&s.build, "build", "", "build of every host instead of a mix")
	flag.StringVar(&s.releases, "releases", "", "releases of the hosts in turn instead of the mix, such as 6.0.0:5050593,8.0.3:24022510")
	flag.StringVar(&s.api, "api", "", "API version that the vCenter says it has, such as 8.0.3.0, instead of vcsim's own")
	flag.StringVar(&s.user, "user", "administrator@vsphere.local", "account that may log in")
	flag.StringVar(&s.password, "password", "demo", "its password")
	flag.StringVar(&s.sessionTimeout, "session-timeout", "", "idle time after which a session ends, such as 2s")
	flag.StringVar(&s.slowTask, "slow-task", "", "a task that runs for a minute, such as EnterMaintenanceMode")
	flag.DurationVar(&s.delay, "delay", 0, "how much longer each call takes")
	flag.DurationVar(&s.downtime, "downtime", 4*time.Second, "how long a reboot takes")
	flag.Parse()
	log.SetOutput(io.Discard) // vcsim logs every method that it lacks

	if err := serve(s); err != nil {
		fmt.Fprintln(os.Stderr, "vcsim-gen8:", err)
		os.Exit(1)
	}
}

func serve(s settings) error {
	model := modelFor(s)
	if err := model.Create(); err != nil {
		return err
	}
	defer model.Remove()

	hosts := func() []hostDescription { return describeStock(model) }
	if !s.stock && !s.esx {
		hosts = equip(model, s)
	}
	if s.sessionTimeout != "" {
		model.Map().OptionManager().UpdateOptions(&types.UpdateOptions{ChangedValue: []types.BaseOptionValue{
			&types.OptionValue{Key: "config.vmacore.soap.sessionTimeout", Value: s.sessionTimeout},
		}})
	}
	if s.slowTask != "" {
		// Without LockHandoff nobody could read the host meanwhile.
		simulator.TaskDelay.MethodDelay = map[string]int{s.slowTask: 60_000, "LockHandoff": 0}
	}
	model.DelayConfig.Delay = int(s.delay.Milliseconds())
	countCalls(model)
	serveJSON(model, "/hosts", func() any { return hosts() })
	// Such as the one that issues tokens.
	model.Service.RegisterEndpoints = true
	model.Service.TLS = new(tls.Config)
	model.Service.Listen = &url.URL{Host: s.listen, User: url.UserPassword(s.user, s.password)}
	server := model.Service.NewServer()
	defer server.Close()

	if err := json.NewEncoder(os.Stdout).Encode(describe(server, s, hosts())); err != nil {
		return err
	}
	waitForTheEnd()
	return nil
}

func modelFor(s settings) *simulator.Model {
	if s.esx {
		model := simulator.ESX()
		model.Machine = 0
		return model
	}
	model := simulator.VPX()
	if s.api != "" {
		model.ServiceContent.About.ApiVersion = s.api
	}
	model.Machine = 0
	model.Portgroup = 0
	model.Datastore = 0
	model.Cluster = min(s.clusters, s.hosts)
	model.ClusterHost = 0
	model.Host = s.hosts
	if model.Cluster > 0 {
		model.ClusterHost = s.hosts / model.Cluster
		model.Host = s.hosts % model.Cluster
	}
	return model
}

func describe(server *simulator.Server, s settings, hosts []hostDescription) description {
	raw := server.Certificate().Raw
	long, short := sha256.Sum256(raw), sha1.Sum(raw)
	return description{
		URL:         fmt.Sprintf("https://%s%s", server.URL.Host, server.URL.Path),
		User:        s.user,
		Password:    s.password,
		SHA256:      thumbprint(long[:]),
		SHA1:        thumbprint(short[:]),
		Certificate: string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw})),
		Hosts:       hosts,
	}
}

func thumbprint(sum []byte) string {
	pairs := make([]string, len(sum))
	for i, b := range sum {
		pairs[i] = fmt.Sprintf("%02X", b)
	}
	return strings.Join(pairs, ":")
}

// waitForTheEnd returns when the parent closes standard input, dies, or sends a signal.
func waitForTheEnd() {
	done := make(chan os.Signal, 1)
	signal.Notify(done, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		done <- syscall.SIGTERM
	}()
	<-done
}
