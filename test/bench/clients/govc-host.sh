#!/bin/sh
# The scan's reads of one host by govc, three commands; prints one line.
# usage: govc-host.sh GOVC HOST, where and who in the environment: GOVC_URL, GOVC_USERNAME, GOVC_PASSWORD
set -eu
facts=$("$1" object.collect -json "$2" name parent runtime summary.hardware summary.config.product hardware.systemInfo config.firewall)
# Hosts that are not connected have no esxcli.
kernel=$("$1" host.esxcli -json -host "$2" system settings kernel list -o iovDisableIR 2>/dev/null || true)
on=$("$1" host.esxcli -json -host "$2" network firewall get 2>/dev/null || true)
printf '%s %s %s %s\n' "$2" "${#facts}" "${#kernel}" "${#on}"
