/** A message to a chat: one line that is its subject, and lines below it. All may hold anything. */
export interface ChatMessage {
  readonly subject: string;
  readonly lines: readonly string[];
}

/** What a server of a chat is sent. */
export type ChatPayload = Readonly<Record<string, unknown>>;

/** Blocks of a Slack message. `&`, `<` and `>` are all that its markup hangs on: no name can mention or link anybody. */
export function slackMessage({ subject, lines }: ChatMessage): ChatPayload {
  return {
    text: slackText(subject),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: subject, emoji: false } },
      ...lines.map((line) => ({ type: 'section', text: { type: 'plain_text', text: line, emoji: false } })),
    ],
  };
}

function slackText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** An adaptive card, as a workflow of Teams takes it. Its texts know a little Markdown, which names must not be. */
export function teamsMessage({ subject, lines }: ChatMessage): ChatPayload {
  const body = [textBlock(subject, { weight: 'Bolder', size: 'Medium' }), ...lines.map((line) => textBlock(line, {}))];
  const content = { type: 'AdaptiveCard', version: '1.4', body };
  return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] };
}

function textBlock(text: string, more: object): object {
  return { type: 'TextBlock', text: teamsText(text), wrap: true, ...more };
}

/** A backslash before what makes Markdown; a link or a list needs one of these. */
function teamsText(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+!~|-]/g, (character) => `\\${character}`);
}
