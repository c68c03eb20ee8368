/**
 * The series that a processor belongs to, by the name that it gives itself: `Xeon E5-2600 v4` of
 * `Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz`. Lists of what a release still runs on name series.
 *
 * Null for a name that is no such one, that was cut, or that names two. The first Xeons E3, E5 and E7 have no "v" in their
 * names, and are told from a cut one by what stands in its place. Of an EPYC 7xxN the *last* digit is the generation:
 * 7551 is of the 7001 series and 7543 of the 7003 series.
 */
export function seriesOf(cpuModel: string): string | null {
  const name = cpuModel.replaceAll(/\s+/g, ' ').trim();
  if (name.length > LONGEST) return null;
  const found = NAMES.flatMap(({ pattern, series }) => {
    const parts = [...name.matchAll(pattern)];
    return parts.map(({ groups = {} }) => series(groups));
  });
  const [only] = new Set(found);
  return only !== undefined && found.length === 1 ? only : null;
}

const LONGEST = 200;

type Groups = Readonly<Record<string, string | undefined>>;

interface ProcessorName {
  /** With the flags g and i. */
  readonly pattern: RegExp;
  readonly series: (groups: Groups) => string;
}

/** `Intel(R) Xeon(R) CPU`, which newer names write in other orders and in upper case. */
const XEON = String.raw`\bXeon(?:\(R\))?(?: CPU| Processor)?`;
/** What may follow a number: letters of the maker, and no further digit. */
const SUFFIX = String.raw`(?:[A-Z]{0,2}\+?)(?![\w+-])`;

function named(pattern: string, series: (groups: Groups) => string): ProcessorName {
  return { pattern: new RegExp(pattern, 'gi'), series };
}

const NAMES: readonly ProcessorName[] = [
  // E5-2680 v4, E3-1240L v5, E7-8890 v4
  named(
    String.raw`${XEON} E(?<family>[357])-(?<hundreds>\d\d)\d\d[A-Z]{0,2} v(?<version>[2-6])(?![\w.])`,
    ({ family, hundreds, version }) => `Xeon E${family}-${hundreds}00 v${version}`,
  ),
  // E5-2650 0, of which the names of later versions have none; E7- 4870; E31240
  named(String.raw`${XEON} E5-(?<hundreds>\d\d)\d\d[A-Z]{0,2} 0 @`, ({ hundreds }) => `Xeon E5-${hundreds}00`),
  named(String.raw`${XEON} E7- (?<hundreds>\d\d)\d\d @`, ({ hundreds }) => `Xeon E7-${hundreds}00`),
  named(String.raw`${XEON} E3(?<hundreds>\d\d)\d\d[A-Z]? @`, ({ hundreds }) => `Xeon E3-${hundreds}00`),
  // D-1541, W-2145, E-2288G, w5-3435X
  named(
    String.raw`${XEON} (?<letter>[DEW])-(?<hundreds>\d\d)\d\d${SUFFIX}`,
    ({ letter, hundreds }) => `Xeon ${letter?.toUpperCase()}-${hundreds}00`,
  ),
  named(
    String.raw`${XEON} (?<family>w[3579])-(?<hundreds>\d\d)\d\d${SUFFIX}`,
    ({ family, hundreds }) => `Xeon ${family?.toLowerCase()}-${hundreds}00`,
  ),
  // Gold 6138, Platinum 8592+, Max 9480
  named(
    String.raw`${XEON} (?<metal>Platinum|Gold|Silver|Bronze|Max) (?<hundreds>\d\d)\d\d${SUFFIX}`,
    ({ metal, hundreds }) => `Xeon ${capitalised(metal)} ${hundreds}00`,
  ),
  // Xeon 6: 6787P, 6780E
  named(
    String.raw`${XEON} (?<hundreds>6\d)\d\d(?<core>[PE])(?![\w-])`,
    ({ hundreds, core }) => `Xeon ${hundreds}00${core?.toUpperCase()}`,
  ),
  // X5650, E5540, L5640, W5590, X7560; 5160 without a letter
  named(String.raw`${XEON} [ELWX]?(?<hundreds>[357]\d)\d\d @`, ({ hundreds }) => `Xeon ${hundreds}00`),
  named(
    String.raw`\bEPYC(?:\(TM\))? (?<first>\d)[0-9A-Z][0-9A-Z](?<generation>[1-5])[A-Z]{0,2}(?![\w-])`,
    ({ first, generation }) => `EPYC ${first}00${generation}`,
  ),
  named(
    String.raw`\bOpteron(?:\(TM\))?(?: Processor)? (?<hundreds>\d\d)\d\d(?: ?[A-Z]{1,2})?(?!\w)`,
    ({ hundreds }) => `Opteron ${hundreds}00`,
  ),
  named(
    String.raw`\bAtom(?:\(TM\))?(?: CPU| Processor)? C(?<thousand>\d)\d\d\d[A-Z]?(?!\w)`,
    ({ thousand }) => `Atom C${thousand}000`,
  ),
];

function capitalised(word = ''): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1).toLowerCase()}`;
}
