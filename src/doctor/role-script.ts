import { privilegesFor, type Purpose } from '../model/privileges.ts';

/** Whose commands the script is made of. */
export type RoleTool = 'govc' | 'powercli';

export interface RoleWish {
  readonly purpose: Purpose;
  /** Who is to get the role: `audit@vsphere.local`. */
  readonly principal: string;
}

/** vCenter puts these into every role by itself. */
const IN_EVERY_ROLE = 'System.';

/**
 * A script that makes a role with what esxcheck needs for a purpose and gives it to an account on the whole inventory. A
 * candidate: no scoped account of a real vCenter was tried.
 */
export function roleScript(tool: RoleTool, wish: RoleWish): string {
  return tool === 'govc' ? govcScript(wish) : powercliScript(wish);
}

function privilegesOf({ purpose }: RoleWish) {
  return privilegesFor(purpose).filter(({ id }) => !id.startsWith(IN_EVERY_ROLE));
}

/** `purpose` is in the name, so that one account for reports and one for changes can live side by side. */
function nameOf({ purpose }: RoleWish): string {
  return `esxcheck-${purpose}`;
}

function headOf(wish: RoleWish): readonly string[] {
  return [
    `# A candidate of a least-privilege role for esxcheck: ${wish.purpose}.`,
    '# No scoped account of a real vCenter was tried; ask afterwards: esxcheck doctor',
    '# System.Anonymous, System.View and System.Read are in every role.',
    '# ESXi asks for Global.Settings to list packages, and for nothing more to install some: leave it out where no rule needs',
    '# esxcli software; what it would have told is unknown then.',
    ...privilegesOf(wish).map(
      ({ id, use, basis }) => `#   ${id}: ${use}${basis === 'measured' ? ' (measured on ESXi 6.7)' : ''}`,
    ),
  ];
}

function govcScript(wish: RoleWish): string {
  const ids = privilegesOf(wish).map(({ id }) => id);
  return linesOf([
    '#!/bin/sh',
    ...headOf(wish),
    '# Needs GOVC_URL, GOVC_USERNAME and GOVC_PASSWORD of an administrator.',
    'set -eu',
    `govc role.create ${nameOf(wish)} \\`,
    ...ids.map((id, index) => `  ${id}${index < ids.length - 1 ? ' \\' : ''}`),
    `govc permissions.set -principal ${quoted(wish.principal)} -role ${nameOf(wish)} -propagate=true /`,
  ]);
}

function powercliScript(wish: RoleWish): string {
  const ids = privilegesOf(wish).map(({ id }) => `'${id}'`);
  return linesOf([
    ...headOf(wish),
    '# Needs Connect-VIServer as an administrator first.',
    "$ErrorActionPreference = 'Stop'",
    '$privileges = Get-VIPrivilege -Id @(',
    ...ids.map((id, index) => `  ${id}${index < ids.length - 1 ? ',' : ''}`),
    ')',
    `$role = New-VIRole -Name '${nameOf(wish)}' -Privilege $privileges`,
    `New-VIPermission -Entity (Get-Folder -NoRecursion) -Principal ${quotedForPowerShell(wish.principal)} -Role $role -Propagate:$true`,
  ]);
}

/** One word of a POSIX shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** PowerShell takes typographic quotes for quotes as well. */
function quotedForPowerShell(text: string): string {
  return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
}

function linesOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
