#!/bin/sh
# The scan's reads in a loop of govc, three commands a host, and its session kept between them. Prints a line for each host.
# usage: govc-loop.sh GOVC, where and who in the environment: GOVC_URL, GOVC_USERNAME, GOVC_PASSWORD
set -eu
GOVC_HOME=$(mktemp -d)
export GOVC_HOME
trap 'rm -rf "$GOVC_HOME"' EXIT
"$1" find / -type h | while read -r host; do sh "$(dirname "$0")/govc-host.sh" "$1" "$host"; done
"$1" session.logout
