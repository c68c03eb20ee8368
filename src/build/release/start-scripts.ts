/** Starts the program from wherever the archive was unpacked, through links as well. Needs a POSIX shell and readlink. */
export const START_ON_LINUX = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
exec "$here/node" "$here/lib/dist/src/cli/main.js" "$@"
`;

export const START_ON_WINDOWS = `@echo off\r
"%~dp0node.exe" "%~dp0lib\\dist\\src\\cli\\main.js" %*\r
`;
