// @ts-check
// Makes the table of hosts answer. Text is put in as text only; the page's own policy lets nothing else run.
(() => {
  /** @typedef {'non-compliant' | 'unknown' | 'warning' | 'compliant' | null} Standing */
  /**
   * @typedef {object} Host
   * @property {string} name
   * @property {readonly (string | null)[]} own serial, uuid
   * @property {readonly number[]} known target, cluster, model, vendor, release, version, build, connection, boot time
   * @property {boolean | null} maintenance
   * @property {number} trouble
   * @property {readonly Standing[]} standing now, after a reboot, after the patch
   * @property {Record<string, string | readonly string[]>} kernel
   * @property {readonly (readonly (number | readonly number[])[])[]} findings
   */
  /**
   * @typedef {object} Finding
   * @property {string} rule
   * @property {string} verdict
   * @property {string} state
   * @property {readonly string[]} horizons
   * @property {string} message
   * @property {string} reason
   * @property {string} observed
   * @property {string} expected
   * @property {string} remedy
   * @property {readonly string[]} notes
   */
  /**
   * @typedef {object} Column
   * @property {string} title
   * @property {(host: Row) => string | number} keyOf by which the column sorts
   * @property {(host: Row) => HTMLElement} cellOf
   */
  /**
   * @typedef {object} Row
   * @property {Host} host
   * @property {string} haystack lower case
   * @property {readonly Finding[]} findings
   */

  const STEP = 100;
  const STANDINGS = ['non-compliant', 'unknown', 'warning', 'compliant'];
  const WORDS = {
    'non-compliant': 'Non-compliant',
    unknown: 'Unknown',
    warning: 'Warning',
    compliant: 'Compliant',
  };

  const block = byId('report-data');
  const [head, ...hosts] = JSON.parse(block.textContent ?? '[]');
  /** @type {readonly string[]} */
  const texts = head.texts;
  /** @type {readonly Row[]} */
  const rows = hosts.map(rowOf);
  const settings = [...new Set(rows.flatMap(({ host }) => Object.keys(host.kernel)))].sort();

  let shown = STEP;
  let sortedBy = 0;
  let descending = false;

  /** @param {string} id @returns {HTMLElement} */
  function byId(id) {
    const found = document.getElementById(id);
    if (found === null) throw new Error(`the page has no ${id}`);
    return found;
  }

  /** @param {number | readonly number[] | undefined} place */
  function textAt(place) {
    return typeof place === 'number' && place >= 0 ? (texts[place] ?? '') : '';
  }

  /** @param {Host} host @returns {Row} */
  function rowOf(host) {
    const findings = host.findings.map(findingOf);
    const words = [host.name, ...host.own.map(String), ...host.known.map(textAt), textAt(host.trouble)];
    return { host, findings, haystack: words.join('\n').toLowerCase() };
  }

  /** @param {readonly (number | readonly number[])[]} record @returns {Finding} */
  function findingOf(record) {
    const [rule, verdict, state, now, boot, patch, message, reason, observed, expected, remedy] = record.map((place) =>
      typeof place === 'number' ? textAt(place) : '',
    );
    const notes = record[11];
    return {
      rule: rule ?? '',
      verdict: verdict ?? '',
      state: state ?? '',
      horizons: [now ?? '', boot ?? '', patch ?? ''],
      message: message ?? '',
      reason: reason ?? '',
      observed: observed ?? '',
      expected: expected ?? '',
      remedy: remedy ?? '',
      notes: Array.isArray(notes) ? notes.map(textAt) : [],
    };
  }

  /**
   * @param {string} tag
   * @param {string | readonly (Node | string)[]} content
   * @param {string} [className]
   */
  function element(tag, content, className) {
    const made = document.createElement(tag);
    made.append(...(typeof content === 'string' ? [content] : content));
    if (className !== undefined) made.className = className;
    return made;
  }

  /** @param {Standing | undefined} standing */
  function standingCell(standing) {
    if (standing === null || standing === undefined) return element('td', 'not judged', 'standing');
    const dot = element('span', '', `dot ${standing}`);
    dot.setAttribute('aria-hidden', 'true');
    return element('td', [dot, element('span', WORDS[standing], `${standing}-text`)], 'standing');
  }

  /** @param {Standing | undefined} standing */
  function rankOf(standing) {
    return standing === null || standing === undefined ? STANDINGS.length : STANDINGS.indexOf(standing);
  }

  /** @param {string} id @returns {string} */
  function chosen(id) {
    const select = document.getElementById(id);
    return select instanceof HTMLSelectElement ? select.value : '';
  }

  function settingShown() {
    return chosen('setting') || (settings[0] ?? '');
  }

  /** The value that makes the verdict is marked. @param {number} place 0 default, 1 configured, 2 runtime */
  function valueColumn(place) {
    const title = ['Default', 'Configured', 'Runtime'][place] ?? '';
    return /** @type {Column} */ ({
      title,
      keyOf: (row) => valueOf(row, place),
      cellOf: (row) => {
        const value = valueOf(row, place);
        const bad = isMarked(row, 2 - place);
        const cell = element('td', bad ? `${value} !` : value, bad ? 'value marked' : 'value');
        if (bad) cell.title = 'This value makes the verdict';
        return cell;
      },
    });
  }

  /** @param {Row} row @param {number} place @returns {string} */
  function valueOf({ host }, place) {
    const values = Object.hasOwn(host.kernel, settingShown()) ? host.kernel[settingShown()] : undefined;
    if (values === undefined) return '';
    return typeof values === 'string' ? '–' : (values[place] ?? '?');
  }

  /** @param {Row} row @param {number} horizon 0 now, 1 after a reboot, 2 after the patch */
  function isMarked({ findings }, horizon) {
    const setting = settingShown();
    return findings.some(({ verdict, observed, message, horizons }) => {
      const outlook = horizons[horizon];
      const isOfSetting = observed.includes('"configured"') && message.includes(setting);
      return isOfSetting && verdict !== 'waived' && (outlook === 'fail' || outlook === 'risk');
    });
  }

  /** @type {readonly Column[]} */
  const columns = [
    { title: 'Host', keyOf: ({ host }) => host.name.toLowerCase(), cellOf: hostCell },
    textColumn('Cluster', ({ host }) => textAt(host.known[1])),
    textColumn('Model', ({ host }) => textAt(host.known[2])),
    textColumn('Release', ({ host }) => textAt(host.known[4]) || textAt(host.known[5])),
    textColumn('Build', ({ host }) => textAt(host.known[6])),
    standingColumn('Now', 0),
    standingColumn('After a reboot', 1),
    ...(head.patch ? [standingColumn('After the patch', 2)] : []),
    ...(settings.length > 0 ? [0, 1, 2].map(valueColumn) : []),
  ];

  /** @param {string} title @param {(row: Row) => string} of @returns {Column} */
  function textColumn(title, of) {
    return { title, keyOf: (row) => of(row).toLowerCase(), cellOf: (row) => element('td', of(row)) };
  }

  /** @param {string} title @param {number} place @returns {Column} */
  function standingColumn(title, place) {
    return {
      title,
      keyOf: ({ host }) => rankOf(host.standing[place]),
      cellOf: ({ host }) => standingCell(host.standing[place]),
    };
  }

  /** @param {Row} row */
  function hostCell(row) {
    const button = element('button', row.host.name, 'host');
    button.setAttribute('type', 'button');
    button.setAttribute('aria-expanded', 'false');
    button.addEventListener('click', () => toggle(button, row));
    const cell = element('th', [button]);
    cell.setAttribute('scope', 'row');
    return cell;
  }

  /** @param {HTMLElement} button @param {Row} row */
  function toggle(button, row) {
    const line = button.closest('tr');
    if (line === null) return;
    const isOpen = button.getAttribute('aria-expanded') === 'true';
    button.setAttribute('aria-expanded', String(!isOpen));
    if (isOpen) line.nextElementSibling?.remove();
    else line.after(detailOf(row));
  }

  /** @param {Row} row */
  function detailOf({ host, findings }) {
    const cell = element('td', [factsOf(host), ...findings.flatMap(findingParts)]);
    cell.setAttribute('colspan', String(columns.length));
    return element('tr', [cell], 'detail');
  }

  /** @param {Host} host */
  function factsOf(host) {
    const [target, , , vendor, , version, , connection, bootTime] = host.known.map(textAt);
    const [serial, uuid] = host.own;
    const maintenance = host.maintenance === null ? 'not known' : host.maintenance ? 'yes' : 'no';
    return list([
      ['vCenter', target],
      ['Vendor', vendor],
      ['Version', version],
      ['Serial', serial],
      ['UUID', uuid],
      ['Connection', connection],
      ['Maintenance mode', maintenance],
      ['Booted', bootTime],
      ['Trouble', textAt(host.trouble)],
    ]);
  }

  /** @param {Finding} finding */
  function findingParts(finding) {
    const { rule, verdict, state, message, observed, expected, reason, remedy, notes } = finding;
    const title = element('h3', [
      element('span', verdict, `verdict ${verdict}`),
      ` ${rule}${state ? `: ${state}` : ''}`,
    ]);
    const pairs = [
      ['Found', message],
      ['Observed', observed],
      ['Expected', expected],
      ['Reason', reason],
      ['Remedy', remedy],
      ...notes.map((note) => ['Note', note]),
    ];
    return [title, list(pairs)];
  }

  /** @param {readonly (readonly (string | null | undefined)[])[]} pairs */
  function list(pairs) {
    const told = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '');
    return element(
      'dl',
      told.flatMap(([name, value]) => [element('dt', name ?? ''), element('dd', value ?? '')]),
    );
  }

  function matching() {
    const search = byId('search');
    const wanted = search instanceof HTMLInputElement ? search.value.trim().toLowerCase() : '';
    const [cluster, verdict, state, rule] = ['cluster', 'verdict', 'state', 'rule'].map(chosen);
    const asksFinding = verdict !== '' || state !== '' || rule !== '';
    return rows.filter(({ host, haystack, findings }) => {
      if (wanted !== '' && !haystack.includes(wanted)) return false;
      if (cluster !== '' && textAt(host.known[1]) !== cluster) return false;
      if (!asksFinding) return true;
      return findings.some(
        (finding) =>
          (verdict === '' || finding.verdict === verdict) &&
          (state === '' || finding.state === state) &&
          (rule === '' || (finding.rule === rule && (verdict !== '' || finding.verdict !== 'not-applicable'))),
      );
    });
  }

  /** @param {readonly Row[]} some */
  function sorted(some) {
    const column = columns[sortedBy];
    if (column === undefined) return some;
    const keyed = some.map((row, index) => ({ row, index, key: column.keyOf(row) }));
    const sign = descending ? -1 : 1;
    keyed.sort((one, other) => (one.key < other.key ? -sign : one.key > other.key ? sign : one.index - other.index));
    return keyed.map(({ row }) => row);
  }

  function draw() {
    const found = sorted(matching());
    const lines = found.slice(0, shown).map((row) =>
      element(
        'tr',
        columns.map(({ cellOf }) => cellOf(row)),
      ),
    );
    body().replaceChildren(...lines);
    const some = found.length > lines.length ? `, the first ${lines.length} are listed` : '';
    byId('shown').textContent = `${found.length} of ${rows.length} hosts${some}`;
    byId('more').hidden = found.length <= lines.length;
  }

  function body() {
    const found = byId('hosts-table').querySelector('tbody');
    if (found === null) throw new Error('the table has no body');
    return found;
  }

  function drawHead() {
    const line = byId('hosts-table').querySelector('thead tr');
    line?.replaceChildren(...columns.map(headCell));
  }

  /** @param {Column} column @param {number} index */
  function headCell({ title }, index) {
    const button = element('button', title);
    button.setAttribute('type', 'button');
    button.addEventListener('click', () => sortBy(index));
    const cell = element('th', [button]);
    cell.setAttribute('scope', 'col');
    if (index === sortedBy) cell.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
    return cell;
  }

  /** @param {number} index */
  function sortBy(index) {
    descending = index === sortedBy && !descending;
    sortedBy = index;
    drawHead();
    draw();
    const button = byId('hosts-table').querySelectorAll('thead button')[index];
    if (button instanceof HTMLElement) button.focus();
  }

  function redraw() {
    shown = STEP;
    draw();
  }

  function switchTheme() {
    const isDark =
      document.documentElement.dataset['theme'] === 'dark' ||
      (document.documentElement.dataset['theme'] === undefined && matchMedia('(prefers-color-scheme: dark)').matches);
    document.documentElement.dataset['theme'] = isDark ? 'light' : 'dark';
  }

  document.documentElement.classList.add('js');
  byId('hosts').hidden = false;
  byId('theme').hidden = false;
  byId('theme').addEventListener('click', switchTheme);
  byId('filters').addEventListener('input', redraw);
  byId('filters').addEventListener('submit', (event) => event.preventDefault());
  byId('filters').addEventListener('reset', () => setTimeout(redraw));
  byId('more').addEventListener('click', () => {
    shown += STEP;
    draw();
  });
  drawHead();
  draw();
})();
