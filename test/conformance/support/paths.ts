import { fileURLToPath } from 'node:url';

function fromHere(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** Where the witnesses are built; never committed. */
export const TOOLS = fromHere('../.tools');
export const GO_MODULE = fromHere('../vcsim');
export const PYTHON_SCRIPTS = fromHere('../python');
/** The program as it is shipped; the variable names another installation of it. */
export const ESXCHECK = process.env['ESXCHECK_PROGRAM'] ?? fromHere('../../../dist/src/cli/main.js');

export const GOVC = `${TOOLS}/bin/govc`;
export const VCSIM = `${TOOLS}/bin/vcsim-gen8`;
export const PYTHON = `${TOOLS}/venv/bin/python`;
/** An installation of vmware-harden of its own, with the versions that it was looked at with. */
export const HARDEN = `${TOOLS}/harden/bin`;
export const HARDEN_SCRIPTS = fromHere('../harden');
/** MITRE's readers of checklists, and what asks them. */
export const CHECKLIST_TOOLS = `${TOOLS}/checklists`;
export const CHECKLIST_SCRIPTS = fromHere('../checklists');
