package main

import (
	"bytes"
	"reflect"
	"strconv"

	esxcli "github.com/vmware/govmomi/cli/esx"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
	"github.com/vmware/govmomi/vim25/xml"
)

// executer answers the esxcli commands that depend on the host, and leaves all others to vcsim.
//
// The request's type is internal to govmomi, so it is read by reflection; the answer's is written here.
type executer struct {
	*simulator.ManagedMethodExecuter
	host     *simulator.HostSystem
	kernel   kernelValues
	firewall *firewall
	boot     bootState
	// Told in the description alone: the host itself was given it.
	equipment equipment
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

// install takes the place of the executer that vcsim gives the host.
func (e *executer) install(ctx *simulator.Context) {
	e.host.RetrieveManagedMethodExecuter(ctx, nil) // makes the host's executer, which it then keeps
	e.ManagedMethodExecuter = ctx.Map.Get(executerOf(e.host)).(*simulator.ManagedMethodExecuter)
	ctx.Map.Put(e)
}

func executerOf(host *simulator.HostSystem) types.ManagedObjectReference {
	return types.ManagedObjectReference{Type: "ManagedMethodExecuter", Value: host.Self.Value}
}

// ExecuteSoap takes the place of vcsim's.
func (e *executer) ExecuteSoap(ctx *simulator.Context, req any) soap.HasFault {
	if e.host.Runtime.ConnectionState != types.HostSystemConnectionStateConnected {
		return &executeSoapBody{Fault_: simulator.Fault("", &types.HostNotConnected{})}
	}
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
	case "vim.EsxCLI.system.boot.device.get":
		return e.bootDevice()
	case "vim.EsxCLI.software.vib.list":
		return e.packages(args)
	case "vim.EsxCLI.system.stats.uptime.get":
		return e.uptime()
	}
	stock := reflect.ValueOf(e.ManagedMethodExecuter).MethodByName("ExecuteSoap")
	return stock.Call([]reflect.Value{reflect.ValueOf(ctx), reflect.ValueOf(req)})[0].Interface().(soap.HasFault)
}

// structure is an answer of fields that stand directly in it, as a real host writes it; esxcli.Response wraps it in a list.
type structure struct {
	kind   string
	fields []field
}

type field struct {
	name, value string
}

// MarshalXML is part of xml.Marshaler.
func (s structure) MarshalXML(e *xml.Encoder, _ xml.StartElement) error {
	start := xml.StartElement{Name: xml.Name{Local: "obj"}, Attr: []xml.Attr{
		{Name: xml.Name{Local: "xmlns:xsd"}, Value: "http://www.w3.org/2001/XMLSchema"},
		{Name: xml.Name{Local: "xmlns:xsi"}, Value: "http://www.w3.org/2001/XMLSchema-instance"},
		{Name: xml.Name{Local: "xmlns"}, Value: "urn:vim25"},
		{Name: xml.Name{Local: "versionId"}, Value: "5.0"},
		{Name: xml.Name{Local: "xsi:type"}, Value: s.kind},
	}}
	if err := e.EncodeToken(start); err != nil {
		return err
	}
	for _, f := range s.fields {
		if err := e.EncodeElement(f.value, xml.StartElement{Name: xml.Name{Local: f.name}}); err != nil {
			return err
		}
	}
	return e.EncodeToken(start.End())
}

func answer(response any) soap.HasFault {
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
