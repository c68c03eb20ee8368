import { randomBytes } from 'node:crypto';

/** Name of the cookie by which a load balancer sends a client to the same node again. */
const NAME = 'LBSTICKY';

/** The node that a request reaches, and the `Set-Cookie` that its answer gets; null where the client knows its node. */
export interface Routed {
  readonly node: string | null;
  readonly cookie: string | null;
}

/**
 * A load balancer before several nodes that share no sessions: a request without its cookie reaches a node where nobody has
 * logged in yet.
 */
export class Balancer {
  readonly #nodes = new Set<string>();

  route(header: string | undefined): Routed {
    const known = new RegExp(`(?:^|; *)${NAME}=([0-9a-f]+)(?:;|$)`).exec(header ?? '')?.[1];
    if (known !== undefined && this.#nodes.has(known)) return { node: known, cookie: null };
    const node = randomBytes(8).toString('hex');
    this.#nodes.add(node);
    return { node, cookie: `${NAME}=${node}; Path=/; Secure; HttpOnly` };
  }
}

/** No load balancer: there is one node. */
export const UNBALANCED: Routed = { node: null, cookie: null };
