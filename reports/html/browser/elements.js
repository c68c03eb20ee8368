// @ts-check

/** @param {string} id @returns {HTMLElement} */
export function byId(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
}

/**
 * Texts become texts, whatever they hold.
 * @param {string} tag
 * @param {string | readonly (Node | string)[]} content
 * @param {string} [className]
 */
export function element(tag, content, className) {
  const made = document.createElement(tag);
  made.append(...(typeof content === 'string' ? [content] : content));
  if (className !== undefined) made.className = className;
  return made;
}

/** @param {string} text @param {() => void} onClick @param {string} [className] */
export function button(text, onClick, className) {
  const made = element('button', text, className);
  made.setAttribute('type', 'button');
  made.addEventListener('click', onClick);
  return made;
}

/** Within the page: numbers alone. @param {string} text @param {string} address */
export function link(text, address) {
  const made = element('a', text);
  made.setAttribute('href', address);
  return made;
}

/** What was not told is left out. @param {readonly (readonly [string, string | Node | null | undefined])[]} pairs */
export function pairList(pairs) {
  const told = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return element(
    'dl',
    told.flatMap(([name, value]) => [element('dt', name), element('dd', [value ?? ''])]),
  );
}

/** A word with its colour beside it. @param {string} word @param {string} name of its colour */
export function coloured(word, name) {
  const dot = element('span', '', `dot ${name}`);
  dot.setAttribute('aria-hidden', 'true');
  return element('span', [dot, word], `${name} standing`);
}

/** @param {string} id @returns {string} '' where the page has no such choice */
export function valueOf(id) {
  const field = document.getElementById(id);
  return field instanceof HTMLSelectElement || field instanceof HTMLInputElement ? field.value : '';
}

/** @param {string} id @param {string} value */
export function setValue(id, value) {
  const field = document.getElementById(id);
  if (field instanceof HTMLSelectElement || field instanceof HTMLInputElement) field.value = value;
}
