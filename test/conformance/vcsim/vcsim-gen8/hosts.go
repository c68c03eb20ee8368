package main

import (
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

const kernelSetting = "iovDisableIR"

type hardware struct {
	vendor, model, cpu string
}

// A mix in which the rule for Gen8 applies to some: any case, "v2" after the name, and one AMD machine.
var hardwares = []hardware{
	{"HP", "ProLiant DL380p Gen8", "Intel(R) Xeon(R) CPU E5-2670 0 @ 2.60GHz"},
	{"HP", "ProLiant DL320e Gen8 v2", "Intel(R) Xeon(R) CPU E3-1220 v3 @ 3.10GHz"},
	{"HPE", "PROLIANT BL460c GEN8", "Intel(R) Xeon(R) CPU E5-2690 v2 @ 3.00GHz"},
	{"HPE", "ProLiant DL380 Gen10", "Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz"},
	{"HP", "ProLiant BL465c Gen8", "AMD Opteron(tm) Processor 6376"},
	{"Dell Inc.", "PowerEdge R740", "Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz"},
	{"HP", "ProLiant DL380 G7", "Intel(R) Xeon(R) CPU X5650 @ 2.67GHz"},
}

type release struct {
	version, build string
}

var releases = []release{{"6.0.0", "5050593"}, {"6.5.0", "8294253"}, {"8.0.3", "24022510"}}

// mixOf reads "version:build,version:build"; nothing stands for the usual mix.
func mixOf(text string) []release {
	if text == "" {
		return releases
	}
	mix := []release{}
	for _, part := range strings.Split(text, ",") {
		version, build, _ := strings.Cut(part, ":")
		mix = append(mix, release{version, build})
	}
	return mix
}

// kernelValues are one host's three readings of the kernel setting.
type kernelValues struct {
	Default    string `json:"default"`
	Configured string `json:"configured"`
	Runtime    string `json:"runtime"`
}

// One of each state that three values can be in; hosts of some releases answer in lower case.
var kernels = []kernelValues{
	{"TRUE", "FALSE", "FALSE"},
	{"FALSE", "FALSE", "FALSE"},
	{"TRUE", "FALSE", "TRUE"},
	{"TRUE", "TRUE", "TRUE"},
	{"TRUE", "true", "FALSE"},
}

type hostDescription struct {
	ID            string               `json:"id"`
	Name          string               `json:"name"`
	UUID          string               `json:"uuid"`
	Serial        string               `json:"serial"`
	Cluster       string               `json:"cluster"`
	Vendor        string               `json:"vendor"`
	Model         string               `json:"model"`
	CPUModel      string               `json:"cpuModel"`
	Version       string               `json:"version"`
	Build         string               `json:"build"`
	Connection    string               `json:"connectionState"`
	InMaintenance bool                 `json:"inMaintenanceMode"`
	Kernel        *kernelValues        `json:"kernel"`
	Firewall      *firewallDescription `json:"firewall"`
	Boot          *bootState           `json:"boot"`
	Equipment     *equipment           `json:"equipment"`
}

// hostsOf lists the hosts of the model in the order of their ids.
func hostsOf(model *simulator.Model) []*simulator.HostSystem {
	var hosts []*simulator.HostSystem
	for _, obj := range model.Map().All("HostSystem") {
		hosts = append(hosts, obj.(*simulator.HostSystem))
	}
	sort.Slice(hosts, func(i, j int) bool {
		a, b := hosts[i].Self.Value, hosts[j].Self.Value
		return len(a) < len(b) || len(a) == len(b) && a < b
	})
	return hosts
}

// describeStock tells what unmodified vcsim shows of its hosts.
func describeStock(model *simulator.Model) []hostDescription {
	descriptions := []hostDescription{}
	for _, host := range hostsOf(model) {
		description := describeHost(model, host)
		system := model.Map().Get(*host.ConfigManager.FirewallSystem).(*simulator.HostFirewallSystem)
		description.Firewall = (&firewall{system, false}).describe()
		descriptions = append(descriptions, description)
	}
	return descriptions
}

// equip gives every host hardware, a release, a kernel setting, a firewall and a way to boot of its own.
// The lengths of the lists have no common factor, so that with enough hosts every combination occurs.
// It returns what describes the hosts as they are at the time.
func equip(model *simulator.Model, s settings) func() []hostDescription {
	addCommandInfo()
	ctx := model.Service.Context
	executers := []*executer{}
	mix := mixOf(s.releases)
	for i, host := range hostsOf(model) {
		rel := mix[i%len(mix)]
		if s.version != "" {
			rel.version = s.version
		}
		if s.build != "" {
			rel.build = s.build
		}
		setHardware(host, hardwares[i%len(hardwares)], i)
		setRelease(host, rel)
		own := equipmentOf(i, rel)
		setEquipment(host, own, makerOf(host.Summary.Hardware.CpuModel))
		booted := time.Now().AddDate(0, 0, -30)
		host.Runtime.BootTime = &booted
		// vcsim leaves the paths to storage out, which every real host tells.
		host.Config.MultipathState = &types.HostMultipathStateInfo{Path: []types.HostMultipathStateInfoPath{
			{Name: "vmhba0:C0:T0:L0", PathState: string(types.MultipathStateActive)},
		}}
		// vcsim leaves empty lists out, which real vCenters tell: so there is an alarm, and all is well with it.
		host.TriggeredAlarmState = []types.AlarmState{{
			Key: "alarm-1." + host.Self.Value, Entity: host.Self, Alarm: types.ManagedObjectReference{Type: "Alarm", Value: "alarm-1"},
			OverallStatus: types.ManagedEntityStatusGreen, Time: booted,
		}}
		commands := &executer{
			host: host, equipment: own, kernel: kernels[i%len(kernels)], firewall: newFirewall(ctx, host, i), boot: bootStates[i%len(bootStates)],
		}
		commands.install(ctx)
		ctx.Map.Put(&rebootable{host, s.downtime})
		executers = append(executers, commands)
	}
	return func() []hostDescription {
		descriptions := []hostDescription{}
		for _, own := range executers {
			description := describeHost(model, own.host)
			kernel := own.kernel
			description.Kernel, description.Firewall, description.Boot = &kernel, own.firewall.describe(), &own.boot
			description.Equipment = &own.equipment
			descriptions = append(descriptions, description)
		}
		return descriptions
	}
}

func describeHost(model *simulator.Model, host *simulator.HostSystem) hostDescription {
	parent := model.Map().Get(*host.Parent).(mo.Entity)
	cluster := ""
	if parent.Reference().Type == "ClusterComputeResource" {
		cluster = parent.Entity().Name
	}
	return hostDescription{
		ID: host.Self.Value, Name: host.Name, Cluster: cluster,
		UUID: host.Summary.Hardware.Uuid, Serial: host.Hardware.SystemInfo.SerialNumber,
		Vendor: host.Summary.Hardware.Vendor, Model: host.Summary.Hardware.Model, CPUModel: host.Summary.Hardware.CpuModel,
		Version: host.Summary.Config.Product.Version, Build: host.Summary.Config.Product.Build,
		Connection: string(host.Runtime.ConnectionState), InMaintenance: host.Runtime.InMaintenanceMode,
	}
}

func setHardware(host *simulator.HostSystem, hw hardware, index int) {
	host.Summary.Hardware.Vendor, host.Summary.Hardware.Model = hw.vendor, hw.model
	host.Summary.Hardware.CpuModel = hw.cpu
	host.Hardware.SystemInfo.Vendor, host.Hardware.SystemInfo.Model = hw.vendor, hw.model
	host.Hardware.SystemInfo.SerialNumber = fmt.Sprintf("CZ%07d", index)
	host.Hardware.BiosInfo = &types.HostBIOSInfo{BiosVersion: fmt.Sprintf("P7%d", index%10)}
}

// makerOf is what level 0 of CPUID spells.
func makerOf(cpuModel string) string {
	if strings.HasPrefix(cpuModel, "AMD") {
		return "AuthenticAMD"
	}
	return "GenuineIntel"
}

func setRelease(host *simulator.HostSystem, rel release) {
	product := host.Config.Product // a copy
	product.Version, product.Build = rel.version, rel.build
	product.FullName = fmt.Sprintf("VMware ESXi %s build-%s", rel.version, rel.build)
	host.Config.Product = product
	host.Summary.Config.Product = &product
}
