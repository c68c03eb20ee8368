#!/bin/sh
# The scan's reads in a loop of govc, three commands a host, and its session kept between them. Prints a line for each host.
# usage: govc-loop.sh GOVC, where and who in the environment: GOVC_URL, GOVC_USERNAME, GOVC_PASSWORD
set -eu
GOVC_HOME=$(mktemp -d)
export GOVC_HOME
trap 'rm -rf "$GOVC_HOME"' EXIT
"$1" find / -type h | while read -r host; do
  facts=$("$1" object.collect -json "$host" name parent runtime summary.hardware summary.config.product hardware.systemInfo config.firewall)
  # Hosts that are not connected have no esxcli.
  kernel=$("$1" host.esxcli -json -host "$host" system settings kernel list -o iovDisableIR 2>/dev/null || true)
  on=$("$1" host.esxcli -json -host "$host" network firewall get 2>/dev/null || true)
  printf '%s %s %s %s\n' "$host" "${#facts}" "${#kernel}" "${#on}"
done
"$1" session.logout
