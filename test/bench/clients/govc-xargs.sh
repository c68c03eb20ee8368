#!/bin/sh
# The scan's reads by govc, three commands a host, so many hosts at a time. Prints a line for each host.
# usage: govc-xargs.sh GOVC HOSTS-AT-A-TIME, where and who in the environment: GOVC_URL, GOVC_USERNAME, GOVC_PASSWORD
set -eu
GOVC_HOME=$(mktemp -d)
export GOVC_HOME
trap 'rm -rf "$GOVC_HOME"' EXIT
# The first command logs in, and the others find its session.
"$1" find / -type h | xargs -P "$2" -I '{}' sh "$(dirname "$0")/govc-host.sh" "$1" '{}'
"$1" session.logout
