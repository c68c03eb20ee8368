import type { Element } from '../wire/element.ts';
import { noPermission, renderFault, VimFault } from '../wire/fault.ts';
import type { Reference } from '../wire/value.ts';
import { lieInCommand } from './command-answer.ts';
import type { Lie, LieBook } from './lie.ts';
import { lieInObject, referenceIn } from './property-answer.ts';
import { type Question, questionOf } from './question.ts';
import { childNode, childNodes, type Node, readTree, replaceAt, textIn, withContent, writeTree } from './tree.ts';
import { lieAbout, lieAboutMember } from './value-lies.ts';

/** An answer: its HTTP status, and what stands inside of its SOAP body. */
export interface Answer {
  readonly status: number;
  readonly content: string;
}

/**
 * Rewrites what answers say of some hosts. It works on XML alone, so that it can stand in any server, and in front of one.
 */
export class Liar {
  readonly #book: LieBook;
  /** What page tokens were given for. */
  readonly #pages = new Map<string, Question>();

  constructor(book: LieBook) {
    this.#book = book;
  }

  rewrite(request: Element, answer: Answer): Answer {
    const question = questionOf(request, (token) => this.#pages.get(token));
    if (question.kind === 'properties') {
      const response = answer.status === 200 && this.#book.isTold() ? readTree(answer.content) : null;
      return response === null ? answer : this.#rewriteProperties(question, answer, response);
    }
    const lies = this.#liesAt(question);
    const response = lies.length === 0 ? null : readTree(answer.content);
    return response === null ? answer : this.#rewriteCall(question, { answer, response, lies });
  }

  #liesAt({ id, subjects }: Call): readonly ToldLie[] {
    const told = subjects.flatMap((subject) => this.#book.liesAbout(subject).map((lie) => ({ subject, lie })));
    return unique(told.filter(({ lie }) => lie.at === id));
  }

  #rewriteProperties(question: Question & { readonly kind: 'properties' }, answer: Answer, response: Node): Answer {
    const lies = { asked: question.asked, book: this.#book };
    const token = childNode(childNode(response, 'returnval'), 'token');
    if (token !== undefined) this.#pages.set(textIn(token), question);
    const lied = replaceAt(response, ['returnval', 'objects'], (each) => [lieInObject(each, lies)]);
    // The legacy method returns the objects themselves.
    const legacy = replaceAt(lied, ['returnval'], (each) =>
      childNode(each, 'obj') === undefined ? [each] : [lieInObject(each, lies)],
    );
    return { ...answer, content: writeTree(legacy) };
  }

  #rewriteCall(question: Call, { answer, response, lies }: Answered): Answer {
    let current = answer;
    let tree = response;
    for (const { lie, subject } of lies) {
      const fault = question.kind === 'command' ? null : faultFor(lie, subject);
      const lied = fault === null ? this.#returnedOf(tree, { question, lie, subject }) : null;
      if (fault === null && lied === null) continue;
      this.#book.struck(subject, lie);
      if (fault !== null) return { status: 500, content: renderFault(fault, '8.0.3.0').replaceAll(' xsi:', DECLARED) };
      tree = lied ?? tree;
      current = { status: 200, content: writeTree(tree) };
    }
    return current;
  }

  #returnedOf(response: Node, { question, lie, subject }: ToldLie & { readonly question: Call }): Node | null {
    const returned = childNodes(response).filter(({ name }) => name === 'returnval');
    if (question.kind === 'command') {
      const lied = response.name === 'Fault' ? null : lieInCommand(returned[0], lie, subject);
      return lied === null ? null : withContent(response, ...lied);
    }
    const { mine, others } = partition(returned, subject);
    const lied = lieInReturned(mine, lie);
    return lied === null ? null : withContent(response, ...others, ...lied);
  }
}

const DECLARED = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:';

/** Where answers say which entity they are about, those of the others are left alone. */
function partition(returned: readonly Node[], { id }: Reference) {
  const isOther = (node: Node): boolean => {
    const entity = childNode(node, 'entity');
    return entity !== undefined && referenceIn(entity).id !== id;
  };
  return { mine: returned.filter((node) => !isOther(node)), others: returned.filter(isOther) };
}

type Call = Exclude<Question, { kind: 'properties' }>;

interface ToldLie {
  readonly lie: Lie;
  readonly subject: Reference;
}

interface Answered {
  readonly answer: Answer;
  readonly response: Node;
  readonly lies: readonly ToldLie[];
}

function unique(told: readonly ToldLie[]): readonly ToldLie[] {
  return [...new Map(told.map((each) => [each.lie, each])).values()];
}

/** The fault that stands in place of an answer; null for lies that are told inside of it. */
function faultFor({ way, member }: Lie, subject: Reference): VimFault | null {
  if (member !== undefined) return null;
  if (way === 'no-permission') return noPermission(subject, 'System.Read');
  return way === 'fault' ? new VimFault('SystemError', 'A general system error occurred: a lie') : null;
}

/** What the `returnval`s of a method become; null where the lie cannot be told about them. */
function lieInReturned(returned: readonly Node[], { member, way }: Lie): readonly Node[] | null {
  if (returned.length === 0) return null;
  if (member !== undefined) return eachLied(returned, (each) => wrapped(lieAboutMember(each, member, way)));
  if (way === 'dropped') return [];
  if (way === 'other-name') return eachLied(returned, otherName);
  return eachLied(returned, (each) => lieAbout(each, way));
}

function wrapped(node: Node | null): readonly Node[] | null {
  return node === null ? null : [node];
}

function eachLied(returned: readonly Node[], lied: (node: Node) => readonly Node[] | null): readonly Node[] | null {
  const all = returned.map(lied);
  return all.every((each) => each === null) ? null : returned.flatMap((node, i) => all[i] ?? [node]);
}

/** Options and entities say whose they are. */
function otherName(node: Node): readonly Node[] | null {
  const name = ['key', 'entity'].find((each) => childNode(node, each) !== undefined);
  return name === undefined ? null : [replaceAt(node, [name], (found) => [withContent(found, 'Unheard.Of')])];
}
