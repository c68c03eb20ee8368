package main

// bootState is what decides whether a change of a host outlasts its next boot.
type bootState struct {
	// Device is disk, stateless (booted from the network) or lost.
	Device string `json:"device"`
	// StagedImage tells that the next boot is another image than the one that runs.
	StagedImage bool `json:"stagedImage"`
}

// Most hosts boot as they should.
var bootStates = []bootState{
	{"disk", false}, {"disk", false}, {"disk", false}, {"stateless", false},
	{"disk", false}, {"disk", false}, {"lost", false}, {"disk", false},
	{"disk", false}, {"disk", true}, {"disk", false},
}
