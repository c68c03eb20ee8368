package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	esxcli "github.com/vmware/govmomi/cli/esx"
	"github.com/vmware/govmomi/vim25/soap"
)

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

// bootDevice names what the host booted from: a file system, or the network card of a stateless host, or nothing.
func (e *executer) bootDevice() soap.HasFault {
	disk, card := "", ""
	switch e.boot.Device {
	case "disk":
		disk = e.host.Summary.Hardware.Uuid
	case "stateless":
		card = "vmnic0"
	}
	return answer(structure{"VimEsxCLIsystembootdevicegetBootDevice", []field{
		{"BootFilesystemUUID", disk}, {"BootNIC", ""}, {"StatelessBootNIC", card},
	}})
}

// packages lists those of the image that runs, or of the one that the next boot takes: nothing where there is none.
func (e *executer) packages(args esxcli.Values) soap.HasFault {
	rebooting, _ := strconv.ParseBool(args.Value("rebootingimage"))
	rows := []esxcli.Values{}
	if !rebooting || e.boot.StagedImage {
		product := e.host.Config.Product
		for _, name := range []string{"esx-base", "esx-tboot", "cpu-microcode"} {
			rows = append(rows, packageRow(name, fmt.Sprintf("%s-0.0.%s", product.Version, product.Build)))
		}
	}
	if rebooting && len(rows) > 0 {
		rows[0] = packageRow("esx-base", "9.9.9-0.patched")
	}
	return answer(&esxcli.Response{Kind: "VimEsxCLIsoftwareviblistVIBSummaryExt", Values: rows})
}

func packageRow(name, version string) esxcli.Values {
	return esxcli.Values{
		"AcceptanceLevel": {"VMwareCertified"}, "CreationDate": {"2016-03-08"}, "InstallDate": {"2016-03-08"},
		"ID": {fmt.Sprintf("VMware_bootbank_%s_%s", name, version)}, "Name": {name}, "Platforms": {"host"},
		"Status": {""}, "Vendor": {"VMware"}, "Version": {version},
	}
}

// uptime is in microseconds: so says the help text of a real host that govmomi holds. Stock vcsim counts nanoseconds.
func (e *executer) uptime() soap.HasFault {
	microseconds := time.Since(*e.host.Runtime.BootTime).Microseconds()
	return answer(&esxcli.Response{Kind: "long", String: strconv.FormatInt(microseconds, 10)})
}
