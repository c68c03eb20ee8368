package main

import (
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// rebootable is a host that can be rebooted; stock vcsim's cannot. What vcsim does with VMs takes hosts to be of its own
// type, so there must be none.
type rebootable struct {
	*simulator.HostSystem
	downtime time.Duration
}

// RebootHostTask refuses a host that is not in maintenance mode, unless forced. Its task ends before the host is back.
func (h *rebootable) RebootHostTask(ctx *simulator.Context, req *types.RebootHost_Task) soap.HasFault {
	body := &methods.RebootHost_TaskBody{}
	if !req.Force && !h.Runtime.InMaintenanceMode {
		body.Fault_ = simulator.Fault("", &types.InvalidState{})
		return body
	}
	task := simulator.CreateTask(h, "rebootHost", func(*simulator.Task) (types.AnyType, types.BaseMethodFault) {
		h.show(ctx, types.PropertyChange{Name: "runtime.connectionState", Val: types.HostSystemConnectionStateNotResponding})
		time.AfterFunc(h.downtime, func() { h.comeBack(ctx) })
		return nil, nil
	})
	body.Res = &types.RebootHost_TaskResponse{Returnval: task.Run(ctx)}
	return body
}

// comeBack is the end of the boot: what was configured runs now. Maintenance mode outlasts it.
func (h *rebootable) comeBack(ctx *simulator.Context) {
	own := ctx.Map.Get(executerOf(h.HostSystem)).(*executer)
	ctx.Map.WithLock(ctx, own, func() { own.kernel.Runtime = own.kernel.Configured })
	now := time.Now()
	ctx.Map.WithLock(ctx, h, func() {
		h.show(ctx, types.PropertyChange{Name: "runtime.bootTime", Val: &now},
			types.PropertyChange{Name: "runtime.connectionState", Val: types.HostSystemConnectionStateConnected})
	})
}

func (h *rebootable) show(ctx *simulator.Context, changes ...types.PropertyChange) {
	ctx.Update(h.HostSystem, changes)
}
