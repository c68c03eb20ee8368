import type { Element } from '../wire/element.ts';
import type { Reference } from '../wire/value.ts';
import { kindOf, type ValueKind } from './kinds.ts';
import type { Answer } from './liar.ts';
import { referenceIn } from './property-answer.ts';
import { pathsAskedOf, type Question, questionOf } from './question.ts';
import { childNode, childNodes, type Node, readTree, textIn, typeOf, writeTree } from './tree.ts';

/** What values stood at one place of the answers to a request. */
export interface HeardValue {
  readonly kinds: ReadonlySet<ValueKind>;
  /** Stood several times beside itself: it is an item of a list. */
  readonly repeats: boolean;
  /** Says its type itself. */
  readonly typed: boolean;
}

/** One request, and what was answered to it. */
export interface Heard {
  readonly id: string;
  readonly kind: Question['kind'];
  /** Asked of a host, of a part of one, or of what belongs to one. */
  readonly ofHosts: boolean;
  /** The first answer, as XML; null for a property that was never set. */
  readonly answer: string | null;
  /** The value itself under '', its members under their paths. */
  readonly values: ReadonlyMap<string, HeardValue>;
}

type Growing = Omit<Heard, 'answer' | 'values'> & {
  answer: string | null;
  readonly values: Map<string, { readonly kinds: Set<ValueKind>; repeats: boolean; typed: boolean }>;
};

/** Every request that a server saw, by what it asked: a new read is in it by itself. */
export class Hearing {
  readonly #heard = new Map<string, Growing>();
  readonly #pages = new Map<string, Question>();
  readonly #isOfHost: (subject: Reference) => boolean;

  constructor(isOfHost: (subject: Reference) => boolean) {
    this.#isOfHost = isOfHost;
  }

  get requests(): ReadonlyMap<string, Heard> {
    return this.#heard;
  }

  note(request: Element, { content }: Answer): void {
    const question = questionOf(request, (token) => this.#pages.get(token));
    const response = readTree(content);
    if (response === null) return;
    if (question.kind === 'properties') return this.#noteProperties(question, response);
    const heard = this.#entry(question.id, question.kind, question.subjects.some(this.#isOfHost));
    const returned = childNodes(response).filter(({ name }) => name === 'returnval');
    for (const each of returned) this.#noteValue(heard, question.kind === 'command' ? documentIn(each) : each);
  }

  #noteProperties(question: Question & { readonly kind: 'properties' }, response: Node): void {
    const returned = childNode(response, 'returnval');
    const token = childNode(returned, 'token');
    if (token !== undefined) this.#pages.set(textIn(token), question);
    for (const content of returned === undefined ? [] : childNodes(returned)) {
      const self = childNode(content, 'obj');
      if (self === undefined) continue;
      const { type, id } = referenceIn(self);
      const ofHosts = this.#isOfHost({ type, id });
      for (const path of pathsAskedOf(type, question.asked))
        this.#entry(`property ${type}.${path}`, 'properties', ofHosts);
      for (const set of childNodes(content).filter(({ name }) => name === 'propSet')) {
        const name = childNode(set, 'name');
        const value = childNode(set, 'val');
        if (name !== undefined)
          this.#noteValue(this.#entry(`property ${type}.${textIn(name)}`, 'properties', ofHosts), value);
      }
    }
  }

  #entry(id: string, kind: Question['kind'], ofHosts: boolean): Growing {
    const known = this.#heard.get(id) ?? { id, kind, ofHosts, answer: null, values: new Map() };
    this.#heard.set(id, known);
    return known;
  }

  #noteValue(heard: Growing, value: Node | null | undefined): void {
    if (value === null || value === undefined) return;
    heard.answer ??= writeTree(value);
    noteAt(heard, '', value);
    this.#noteMembers(heard, '', value);
  }

  #noteMembers(heard: Growing, path: string, value: Node): void {
    const seen = new Set<string>();
    for (const child of childNodes(value)) {
      const at = path === '' ? child.name : `${path}/${child.name}`;
      noteAt(heard, at, child);
      const known = heard.values.get(at);
      if (known !== undefined && seen.has(child.name)) known.repeats = true;
      seen.add(child.name);
      this.#noteMembers(heard, at, child);
    }
  }
}

function noteAt(heard: Growing, path: string, value: Node): void {
  const known = heard.values.get(path) ?? { kinds: new Set(), repeats: false, typed: false };
  heard.values.set(path, known);
  known.kinds.add(kindOf(value));
  known.typed ||= typeOf(value) !== null;
}

function documentIn(returned: Node): Node | null {
  const response = childNode(returned, 'response');
  return response === undefined ? null : readTree(textIn(response));
}
