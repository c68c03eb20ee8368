import { expect, test } from 'vitest';
import { EsxcheckError } from '../../src/model/errors.ts';
import { AccountGuard } from '../../src/target/configured-connections.ts';
import { refusalOf } from './surroundings.ts';

const refuse = () => Promise.reject(new EsxcheckError('INVALID_LOGIN', 'wrong'));

test('after the first refused login no other target is asked with that account, in whatever case it is written', async () => {
  const guard = new AccountGuard();
  let calls = 0;
  const open = () => {
    calls += 1;
    return refuse();
  };
  const codes = await Promise.all(
    ['Root', 'root', 'ROOT'].map(async (user) => (await refusalOf(() => guard.login(user, open))).code),
  );
  expect(codes).toEqual(['INVALID_LOGIN', 'ACCOUNT_REFUSED', 'ACCOUNT_REFUSED']);
  expect(calls).toBe(1);
});

test('other accounts, and targets that fail for another reason, do not stop anybody', async () => {
  const guard = new AccountGuard();
  await expect(guard.login('root', () => Promise.reject(new EsxcheckError('TIMEOUT', 'slow')))).rejects.toThrow('slow');
  await expect(guard.login('audit', refuse)).rejects.toThrow('wrong');
  await expect(guard.login('root', () => Promise.resolve('in'))).resolves.toBe('in');
});

test('logins of one account happen one after the other', async () => {
  const guard = new AccountGuard();
  const order: string[] = [];
  const login = (name: string) =>
    guard.login('root', async () => {
      order.push(`${name} begins`);
      await Promise.resolve();
      order.push(`${name} ends`);
    });
  await Promise.all([login('first'), login('second')]);
  expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
});
