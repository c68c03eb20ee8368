// Reads checklists as MITRE's own tools do. usage: witness.cjs MODULES (statuses | to-ckl | to-hdf) FILE; the answer is on stdout.
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');

const [modules, what, file] = process.argv.slice(2);
const foreign = createRequire(`${modules}/package.json`);
const { contextualizeEvaluation, convertFile } = foreign('inspecjs');
const { ChecklistResults } = foreign('@mitre/hdf-converters');
const text = readFileSync(file, 'utf8');

/** What Heimdall shows of each control, by its id; the reader checks the document by the schema that it was made from. */
function statuses() {
  const parsed = convertFile(text)['1_0_ExecJson'];
  const evaluation = contextualizeEvaluation(parsed);
  const controls = evaluation.contains.flatMap((profile) => profile.contains);
  return controls.map((control) => {
    const { status, severity, waived } = control.root.hdf;
    return { id: control.data.id, status, severity, waived: waived === true };
  });
}

const ways = {
  statuses: () => JSON.stringify(statuses()),
  'to-ckl': () => new ChecklistResults(JSON.parse(text)).toCkl(),
  'to-hdf': () => JSON.stringify(new ChecklistResults(text).toHdf()),
};
process.stdout.write(ways[what]());
