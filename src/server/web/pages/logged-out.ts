import { markup } from '../../../../reports/html/document.ts';
import type { Refusal } from '../errors.ts';
import { pageText } from './layout.ts';

/** After a logout. */
export function loggedOutPage(): string {
  return pageText(
    {
      title: 'You are logged out',
      place: 'esxcheck',
      content: markup`<section><p><a href="/login">Log in again</a></p></section>`,
    },
    null,
  );
}

/** What a person is told where there is no page: code, sentence, and the way on. */
export function refusalPage({ code, message, statusCode }: Refusal, mayLogIn: boolean): string {
  const way = statusCode === 401 || code.startsWith('LOGIN_') ? '/login' : '/';
  const words = way === '/login' ? 'Log in' : 'Go to the estate';
  const isShown = way === '/' || mayLogIn;
  return pageText(
    {
      title: message,
      place: code,
      content: isShown ? markup`<section><p><a href="${way}">${words}</a></p></section>` : null,
    },
    null,
  );
}
