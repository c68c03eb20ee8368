package main

import (
	"fmt"
	"slices"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

const port = 2377

// firewallState is one way in which a host's firewall can stand to outbound tcp/2377.
type firewallState struct {
	enabled bool   // as esxcli tells
	ruleset string // the covering ruleset that is enabled; none when empty
	allowed *types.HostFirewallRulesetIpList
}

var firewallStates = []firewallState{
	{enabled: true, ruleset: "vic-engine", allowed: &types.HostFirewallRulesetIpList{AllIp: true}},
	{enabled: true},
	{enabled: true, ruleset: "vic-engine", allowed: &types.HostFirewallRulesetIpList{
		IpAddress: []string{"10.1.2.3"},
		IpNetwork: []types.HostFirewallRulesetIpNetwork{{Network: "10.9.0.0", PrefixLength: 16}},
	}},
	{enabled: true, ruleset: "vSPC", allowed: &types.HostFirewallRulesetIpList{AllIp: true}},
	{enabled: false},
	{enabled: true, ruleset: "vic-engine", allowed: &types.HostFirewallRulesetIpList{}},
}

type coveringDescription struct {
	Ruleset string   `json:"ruleset"`
	Enabled bool     `json:"enabled"`
	AllIP   bool     `json:"allIp"`
	Allowed []string `json:"allowed"`
}

type firewallDescription struct {
	Enabled         bool                  `json:"enabled"`
	OutgoingBlocked bool                  `json:"outgoingBlocked"`
	Covering        []coveringDescription `json:"covering"`
}

// firewall is one host's own HostFirewallSystem: stock vcsim shares one list of rulesets between all hosts,
// and its config.firewall does not follow it.
type firewall struct {
	*simulator.HostFirewallSystem
	on bool
}

func newFirewall(ctx *simulator.Context, host *simulator.HostSystem, index int) *firewall {
	state := firewallStates[index%len(firewallStates)]
	system := ctx.Map.Get(*host.ConfigManager.FirewallSystem).(*simulator.HostFirewallSystem)
	info := *system.FirewallInfo
	info.Ruleset = append(slices.Clone(info.Ruleset), types.HostFirewallRuleset{
		Key: "vic-engine", Label: "vic-engine",
		Rule: []types.HostFirewallRule{{Port: port, Direction: types.HostFirewallRuleDirectionOutbound,
			PortType: types.HostFirewallRulePortTypeDst, Protocol: string(types.HostFirewallRuleProtocolTcp)}},
		AllowedHosts: &types.HostFirewallRulesetIpList{AllIp: true},
	})
	for i := range info.Ruleset {
		ruleset := &info.Ruleset[i]
		if !covers(ruleset) {
			continue
		}
		ruleset.Enabled = ruleset.Key == state.ruleset
		if ruleset.Enabled {
			ruleset.AllowedHosts = state.allowed
		}
	}
	system.FirewallInfo = &info
	host.Config.Firewall = &info // one and the same: what is changed is seen in both
	own := &firewall{system, state.enabled}
	ctx.Map.Put(own)
	return own
}

// covers tells whether the ruleset, once enabled, lets outbound tcp to the port through.
func covers(ruleset *types.HostFirewallRuleset) bool {
	return slices.ContainsFunc(ruleset.Rule, func(rule types.HostFirewallRule) bool {
		return rule.Direction == types.HostFirewallRuleDirectionOutbound && rule.Protocol == "tcp" &&
			rule.PortType != types.HostFirewallRulePortTypeSrc &&
			(rule.Port == port || rule.Port <= port && port <= rule.EndPort)
	})
}

func (f *firewall) describe() *firewallDescription {
	description := &firewallDescription{Enabled: f.on, OutgoingBlocked: *f.FirewallInfo.DefaultPolicy.OutgoingBlocked}
	for i := range f.FirewallInfo.Ruleset {
		ruleset := &f.FirewallInfo.Ruleset[i]
		if !covers(ruleset) {
			continue
		}
		allowed := append([]string{}, ruleset.AllowedHosts.IpAddress...)
		for _, network := range ruleset.AllowedHosts.IpNetwork {
			allowed = append(allowed, fmt.Sprintf("%s/%d", network.Network, network.PrefixLength))
		}
		description.Covering = append(description.Covering,
			coveringDescription{ruleset.Key, ruleset.Enabled, ruleset.AllowedHosts.AllIp, allowed})
	}
	return description
}

// UpdateRuleset replaces the addresses that a ruleset lets through; stock vcsim lacks it.
func (f *firewall) UpdateRuleset(req *types.UpdateRuleset) soap.HasFault {
	body := &methods.UpdateRulesetBody{}
	index := slices.IndexFunc(f.FirewallInfo.Ruleset, func(r types.HostFirewallRuleset) bool { return r.Key == req.Id })
	if index < 0 {
		body.Fault_ = simulator.Fault("", &types.NotFound{})
		return body
	}
	allowed := req.Spec.AllowedHosts
	f.FirewallInfo.Ruleset[index].AllowedHosts = &allowed
	body.Res = new(types.UpdateRulesetResponse)
	return body
}

// RefreshFirewall has nothing to refresh; stock vcsim lacks it.
func (f *firewall) RefreshFirewall(*types.RefreshFirewall) soap.HasFault {
	return &methods.RefreshFirewallBody{Res: new(types.RefreshFirewallResponse)}
}
