import type { VimElement } from './element.ts';
import { WireError } from './wire-error.ts';

type Draft = { -readonly [Key in keyof VimElement]: VimElement[Key] };

/** Elements of one name at one depth that are handed on when complete instead of being kept in the tree. */
export interface ItemPlace {
  readonly depth: number;
  readonly name: string;
  /** `parent` is still incomplete: it holds what came before the item. */
  readonly take: (item: VimElement, parent: VimElement) => void;
}

const NO_CHILDREN: readonly VimElement[] = [];
const MOST_INTERNED = 4096;
/** V8 copies shorter slices by itself. */
const SHORTEST_SLICE = 13;

/** A text of its own: a slice would keep the whole chunk alive that it was cut from. */
function detach(text: string): string {
  return text.length < SHORTEST_SLICE ? text : Buffer.from(text, 'utf8').toString('utf8');
}

/** Makes elements of parser events. */
export class ElementBuilder {
  readonly #limits: XmlLimits;
  readonly #item: ItemPlace | null;
  readonly #open: Draft[] = [];
  readonly #scope = new XsiScope();
  /** Local names by qualified name. */
  readonly #locals = new Map<string, string>();
  readonly #types = new Map<string, string>();
  #attributes = 0;
  #morefType: string | null = null;
  /** `prefix:type` attributes of the tag being read: a prefix may be declared after its use in the same tag. */
  #typed: { readonly prefix: string; readonly value: string }[] = [];
  #held = 0;
  #root: VimElement | null = null;

  constructor(limits: XmlLimits, item: ItemPlace | null) {
    this.#limits = limits;
    this.#item = item;
  }

  attribute(name: string, value: string): void {
    this.#attributes += 1;
    if (this.#attributes > this.#limits.attributes)
      throw new WireError('too-large', 'an element has too many attributes');
    if (name === 'type') this.#morefType = this.#intern(this.#types, value, (own) => own);
    else if (name.startsWith('xmlns:')) this.#scope.declare(name.slice(6), value, this.#open.length);
    else if (name.endsWith(':type')) this.#typed.push({ prefix: name.slice(0, -5), value });
  }

  openTag(name: string): void {
    this.#held += 1;
    if (this.#held > this.#limits.elements) throw new WireError('too-large', 'the answer has too many elements');
    if (this.#open.length >= this.#limits.depth) throw new WireError('too-deep', 'the answer is nested too deeply');
    const morefType = this.#morefType;
    this.#open.push({
      name: this.#local(name),
      xsiType: this.#takeXsiType(),
      morefType,
      text: '',
      children: NO_CHILDREN,
    });
    this.#attributes = 0;
    this.#morefType = null;
  }

  text(text: string): void {
    const top = this.#open.at(-1);
    if (top !== undefined && top.children === NO_CHILDREN) top.text += text;
  }

  closeTag(): void {
    const element = this.#open.pop();
    if (element === undefined) return;
    const depth = this.#open.length;
    this.#scope.leave(depth);
    element.text = element.children === NO_CHILDREN ? detach(element.text) : '';
    this.#place(element, depth);
  }

  /** The root element; null as long as it is not complete. */
  get root(): VimElement | null {
    return this.#root;
  }

  /** Name of the outermost element, even of one that is not complete. */
  get rootName(): string | null {
    return (this.#root ?? this.#open[0])?.name ?? null;
  }

  #place(element: VimElement, depth: number): void {
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root = element;
    else if (this.#item?.depth === depth && this.#item.name === element.name) this.#handOn(element, parent);
    else if (parent.children === NO_CHILDREN) parent.children = [element];
    else (parent.children as VimElement[]).push(element);
  }

  #handOn(item: VimElement, parent: VimElement): void {
    this.#held = this.#open.length + parent.children.length;
    this.#item?.take(item, parent);
  }

  #takeXsiType(): string | null {
    if (this.#typed.length === 0) return null;
    const found = this.#typed.find(({ prefix }) => this.#scope.isXsi(prefix));
    this.#typed = [];
    return found === undefined ? null : this.#local(found.value);
  }

  #local(name: string): string {
    return this.#intern(this.#locals, name, (own) => own.slice(own.indexOf(':') + 1));
  }

  /** One string for all equal ones: a page repeats a few names many thousand times. */
  #intern(known: Map<string, string>, text: string, make: (own: string) => string): string {
    const found = known.get(text);
    if (found !== undefined) return found;
    const own = detach(text);
    const made = make(own);
    if (known.size < MOST_INTERNED) known.set(own, made);
    return made;
  }
}

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** Declarations in force at one place; real answers have three. More would make every look-up slow. */
const MOST_BINDINGS = 256;

interface Binding {
  readonly prefix: string;
  readonly isXsi: boolean;
  readonly depth: number;
}

/**
 * Which prefixes stand for the XML Schema instance namespace at this point of the document (docs/internals/wire.md 1.1: vcsim
 * declares one of its own on every element, and some esxcli answers use `xsi` without declaring it).
 */
class XsiScope {
  readonly #bindings: Binding[] = [];

  declare(prefix: string, uri: string, depth: number): void {
    if (this.#bindings.length >= MOST_BINDINGS)
      throw new WireError('too-large', 'the answer declares too many namespaces');
    this.#bindings.push({ prefix, isXsi: uri === XSI, depth });
  }

  /** Forgets what was declared on the element at that depth. */
  leave(depth: number): void {
    while ((this.#bindings.at(-1)?.depth ?? -1) >= depth) this.#bindings.pop();
  }

  isXsi(prefix: string): boolean {
    const binding = this.#bindings.findLast((candidate) => candidate.prefix === prefix);
    return binding === undefined ? prefix === 'xsi' : binding.isXsi;
  }
}

/** What a reader puts up with. Far above anything a vCenter sends, far below what would exhaust memory. */
export interface XmlLimits {
  /** Nested elements. Real answers stay below 30. */
  readonly depth: number;
  /** Attributes of one element. Real answers have two, and a few namespace declarations. */
  readonly attributes: number;
  /** Characters of one text, tag or comment. The longest real ones are the documents inside ExecuteSoap answers. */
  readonly token: number;
  /** Elements held at one time; elements that were handed on no longer count. A whole HostSystem has some 25,000. */
  readonly elements: number;
}

export const XML_LIMITS: XmlLimits = { depth: 100, attributes: 64, token: 16 * 1024 * 1024, elements: 500_000 };
