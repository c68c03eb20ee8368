package main

import (
	esxcli "github.com/vmware/govmomi/cli/esx"
	"github.com/vmware/govmomi/simulator/esx"
)

// addCommandInfo teaches vcsim's command catalog what it lacks of it: govc asks for that before it sends a command.
func addCommandInfo() {
	item := func(name, help string) esxcli.CommandInfoItem {
		return esxcli.CommandInfoItem{Name: name, DisplayName: name, Help: help}
	}
	param := func(name, short string, flag bool) esxcli.CommandInfoParam {
		return esxcli.CommandInfoParam{CommandInfoItem: item(name, name), Aliases: []string{short, "--" + name}, Flag: flag}
	}
	namespace := item("system.settings.kernel", "VMkernel boot settings")
	namespace.DisplayName = "kernel"
	esx.CommandInfo = append(esx.CommandInfo, esxcli.CommandInfo{CommandInfoItem: namespace, Method: []esxcli.CommandInfoMethod{
		{
			CommandInfoItem: item("list", "List VMkernel settings."),
			Param:           []esxcli.CommandInfoParam{param("delta", "-d", true), param("option", "-o", false)},
			Hints: esxcli.CommandInfoHints{
				{Key: "fields:SettingsKernel", Value: "Name,Type,Configured,Runtime,Default,Description"},
				{Key: "formatter", Value: "table"},
			},
		},
		{
			CommandInfoItem: item("set", "Set a VMkernel setting."),
			Param:           []esxcli.CommandInfoParam{param("setting", "-s", false), param("value", "-v", false)},
			Hints:           esxcli.CommandInfoHints{{Key: "formatter", Value: "simple"}},
		},
	}})
	device := item("system.boot.device", "System boot device")
	device.DisplayName = "device"
	esx.CommandInfo = append(esx.CommandInfo, esxcli.CommandInfo{CommandInfoItem: device, Method: []esxcli.CommandInfoMethod{{
		CommandInfoItem: item("get", "Show what the host booted from."),
		Hints:           esxcli.CommandInfoHints{{Key: "formatter", Value: "simple"}},
	}}})
}
