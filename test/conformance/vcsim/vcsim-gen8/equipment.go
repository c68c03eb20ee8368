package main

import (
	"fmt"
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

// equipment is what an upgrade asks of a server besides its model; a host describes it as it was told to be.
type equipment struct {
	// Empty where the host does not tell: those before 8.0 Update 2.
	Firmware       string   `json:"firmware"`
	TPM            string   `json:"tpm"`
	XSAVE          bool     `json:"xsave"`
	MemoryMiB      int64    `json:"memoryMiB"`
	NicDrivers     []string `json:"nicDrivers"`
	AdapterDrivers []string `json:"adapterDrivers"`
	PciDevices     []string `json:"pciDevices"`
}

// One for each of the hardwares, in their order: Gen8 boots by BIOS, and the G7 has a processor of 2010.
var equipments = []equipment{
	{"BIOS", "", true, 131072, []string{"bnx2x", "igb"}, []string{"hpsa"}, []string{"103c:323b:103c:3355"}},
	{"BIOS", "1.2", true, 16384, []string{"ntg3"}, []string{"vmw_ahci"}, []string{"14e4:1657:103c:22be"}},
	{"BIOS", "", true, 262144, []string{"elxnet"}, []string{"nhpsa"}, []string{"19a2:0710:103c:3315"}},
	{"UEFI", "2.0", true, 393216, []string{"i40en"}, []string{"smartpqi"}, []string{"9005:028f:103c:0654", "8086:37d3:1590:0215"}},
	{"BIOS", "", true, 65536, []string{"cnic", "ntg3"}, []string{"mptsas"}, []string{"1000:0058:1000:3140"}},
	{"UEFI", "2.0", true, 196608, []string{"ixgben"}, []string{"lsi_mr3"}, []string{"1000:005d:1028:1f47"}},
	{"BIOS", "", false, 4096, []string{"ixgbe"}, []string{"hpsa"}, []string{"103c:323a:103c:3243"}},
}

// equipmentOf is what the host tells of itself, worked out from what it was given.
func equipmentOf(index int, rel release) equipment {
	own := equipments[index%len(equipments)]
	if !tellsFirmware(rel.version) {
		own.Firmware = ""
	}
	return own
}

// tellsFirmware: a host tells how it was booted since 8.0 Update 2.
func tellsFirmware(version string) bool {
	return version >= "8.0.2" && !strings.HasPrefix(version, "10.")
}

func setEquipment(host *simulator.HostSystem, own equipment, maker string) {
	host.Hardware.BiosInfo.FirmwareType = own.Firmware
	capability := *host.Capability
	capability.TpmSupported, capability.TpmVersion = own.TPM != "", own.TPM
	host.Capability = &capability
	host.Hardware.MemorySize = own.MemoryMiB << 20
	host.Hardware.CpuFeature = processor(maker, own.XSAVE)
	host.Hardware.PciDevice = pciDevices(own.PciDevices)
	setDrivers(host, own)
}

// setDrivers gives the cards and adapters that are there the drivers in turn, and takes away those without one.
func setDrivers(host *simulator.HostSystem, own equipment) {
	network := *host.Config.Network
	network.Pnic = append([]types.PhysicalNic{}, network.Pnic...)
	for i := range network.Pnic {
		network.Pnic[i].Driver = own.NicDrivers[i%len(own.NicDrivers)]
	}
	host.Config.Network = &network
	storage := *host.Config.StorageDevice
	storage.HostBusAdapter = nil
	for i, driver := range own.AdapterDrivers {
		storage.HostBusAdapter = append(storage.HostBusAdapter, &types.HostBlockHba{HostHostBusAdapter: types.HostHostBusAdapter{
			Key: fmt.Sprintf("key-vim.host.BlockHba-vmhba%d", i), Device: fmt.Sprintf("vmhba%d", i), Bus: int32(i),
			Status: "unknown", Model: "controller", Driver: driver,
		}})
	}
	host.Config.StorageDevice = &storage
}

// processor answers CPUID levels 0 and 1 as a host does: 32 binary digits a register, a colon after every four.
func processor(maker string, xsave bool) []types.HostCpuIdInfo {
	features := uint32(0x009ae3bd)
	if xsave {
		features |= 1 << 26
	}
	word := func(part string) uint32 {
		return uint32(part[0]) | uint32(part[1])<<8 | uint32(part[2])<<16 | uint32(part[3])<<24
	}
	return []types.HostCpuIdInfo{
		{Level: 0, Eax: bits(13), Ebx: bits(word(maker[0:4])), Edx: bits(word(maker[4:8])), Ecx: bits(word(maker[8:12]))},
		{Level: 1, Eax: bits(0x000206d7), Ebx: bits(0x00200800), Ecx: bits(features), Edx: bits(0xbfebfbff)},
	}
}

func bits(value uint32) string {
	digits := fmt.Sprintf("%032b", value)
	parts := []string{}
	for at := 0; at < 32; at += 4 {
		parts = append(parts, digits[at:at+4])
	}
	return strings.Join(parts, ":")
}

// pciDevices lists them by the ids that they were given; vSphere tells each as a signed number of 16 bits.
func pciDevices(ids []string) []types.HostPciDevice {
	devices := []types.HostPciDevice{}
	for i, id := range ids {
		var vendor, device, subVendor, subDevice uint16
		if _, err := fmt.Sscanf(id, "%04x:%04x:%04x:%04x", &vendor, &device, &subVendor, &subDevice); err != nil {
			panic(err)
		}
		devices = append(devices, types.HostPciDevice{
			Id: fmt.Sprintf("0000:%02x:00.0", i+3), Bus: byte(i + 3), VendorName: "vendor", DeviceName: "device",
			VendorId: int16(vendor), DeviceId: int16(device), SubVendorId: int16(subVendor), SubDeviceId: int16(subDevice),
		})
	}
	return devices
}
