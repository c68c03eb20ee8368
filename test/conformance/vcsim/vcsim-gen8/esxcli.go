package main

import (
	"bytes"
	"reflect"
	"strconv"
	"strings"

	esxcli "github.com/vmware/govmomi/cli/esx"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/simulator/esx"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
	"github.com/vmware/govmomi/vim25/xml"
)

// executer answers the esxcli commands that depend on the host, and leaves all others to vcsim.
//
// The request's type is internal to govmomi, so it is read by reflection; the answer's is written here.
type executer struct {
	*simulator.ManagedMethodExecuter
	kernel   kernelValues
	firewall *firewall
}

// ExecuteSoapResponse is the answer as it stands on the wire.
type ExecuteSoapResponse struct {
	Returnval soapResult `xml:"urn:vim25 returnval"`
}

type soapResult struct {
	Response string     `xml:"response,omitempty"`
	Fault    *soapFault `xml:"fault,omitempty"`
}

type soapFault struct {
	FaultMsg    string `xml:"faultMsg"`
	FaultDetail string `xml:"faultDetail,omitempty"`
}

type executeSoapBody struct {
	Res    *ExecuteSoapResponse `xml:"urn:vim25 ExecuteSoapResponse"`
	Fault_ *soap.Fault
}

// Fault is part of soap.HasFault.
func (b *executeSoapBody) Fault() *soap.Fault { return b.Fault_ }

func newExecuter(ctx *simulator.Context, host *simulator.HostSystem, kernel kernelValues, firewall *firewall) {
	host.RetrieveManagedMethodExecuter(ctx, nil) // makes the host's executer, which it then keeps
	ref := types.ManagedObjectReference{Type: "ManagedMethodExecuter", Value: host.Self.Value}
	stock := ctx.Map.Get(ref).(*simulator.ManagedMethodExecuter)
	ctx.Map.Put(&executer{stock, kernel, firewall})
}

// ExecuteSoap takes the place of vcsim's.
func (e *executer) ExecuteSoap(ctx *simulator.Context, req any) soap.HasFault {
	command := reflect.ValueOf(req).Elem()
	args := esxcli.Values{}
	for i := range command.FieldByName("Argument").Len() {
		arg := command.FieldByName("Argument").Index(i)
		args[arg.FieldByName("Name").String()] = arg.Interface().(interface{ Value() []string }).Value()
	}
	switch command.FieldByName("Method").String() {
	case "vim.EsxCLI.system.settings.kernel.list":
		return e.kernelList(args)
	case "vim.EsxCLI.system.settings.kernel.set":
		return e.kernelSet(args)
	case "vim.EsxCLI.network.firewall.get":
		return answer(&esxcli.Response{Kind: "VimEsxCLInetworkfirewallgetFirewall", Values: []esxcli.Values{{
			"DefaultAction": {"DROP"}, "Enabled": {strconv.FormatBool(e.firewall.on)}, "Loaded": {"true"},
		}}})
	}
	stock := reflect.ValueOf(e.ManagedMethodExecuter).MethodByName("ExecuteSoap")
	return stock.Call([]reflect.Value{reflect.ValueOf(ctx), reflect.ValueOf(req)})[0].Interface().(soap.HasFault)
}

func (e *executer) kernelList(args esxcli.Values) soap.HasFault {
	if option := args.Value("option"); option != "" && option != kernelSetting {
		return refusal("Unable to find option")
	}
	return answer(&esxcli.Response{Kind: "VimEsxCLIsystemsettingskernellistSettingsKernel", Values: []esxcli.Values{{
		"Name": {kernelSetting}, "Type": {"Bool"}, "Description": {"Disable Interrupt Remapping in the IOMMU."},
		"Default": {e.kernel.Default}, "Configured": {e.kernel.Configured}, "Runtime": {e.kernel.Runtime},
	}}})
}

// kernelSet changes what holds from the next boot on, and nothing else.
func (e *executer) kernelSet(args esxcli.Values) soap.HasFault {
	if args.Value("setting") != kernelSetting {
		return refusal("Unable to find option")
	}
	value, err := strconv.ParseBool(args.Value("value"))
	if err != nil {
		return refusal("Invalid value")
	}
	e.kernel.Configured = strings.ToUpper(strconv.FormatBool(value))
	return answer(&esxcli.Response{Kind: "boolean", String: "true"})
}

func answer(response *esxcli.Response) soap.HasFault {
	return &executeSoapBody{Res: &ExecuteSoapResponse{soapResult{Response: toXML(response)}}}
}

func refusal(message string) soap.HasFault {
	detail := struct {
		XMLName xml.Name `xml:"LocalizedMethodFault"`
		ErrMsg  string   `xml:"fault>errMsg"`
		Message string   `xml:"localizedMessage"`
	}{ErrMsg: message, Message: "EsxCLI.CLIFault.summary"}
	fault := &soapFault{FaultMsg: "EsxCLI.CLIFault.summary", FaultDetail: toXML(detail)}
	return &executeSoapBody{Res: &ExecuteSoapResponse{soapResult{Fault: fault}}}
}

func toXML(value any) string {
	var out bytes.Buffer
	if err := xml.NewEncoder(&out).Encode(value); err != nil {
		panic(err)
	}
	return out.String()
}

// addCommandInfo teaches vcsim's command catalog the kernel settings, which govc asks for before it sends a command.
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
}
