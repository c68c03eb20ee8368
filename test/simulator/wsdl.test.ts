import { expect, test } from 'vitest';
import { parseEstate } from '../../src/simulator/estate.ts';
import { COMMANDS } from '../../src/simulator/esxcli/execute.ts';
import { METHODS } from '../../src/simulator/methods/registry.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { RawClient } from './client.ts';

test('the WSDL names every published method once, no internal one, and takes calls at its own address', async () => {
  await using simulator = await startSimulator({ estate: parseEstate('', 'x') });
  using client = new RawClient(simulator);
  const { text: wsdl, status } = await client.get('/sdk/vimService.wsdl');
  expect(status).toBe(200);
  const operations = [...wsdl.matchAll(/<operation name="(\w+)"><input/g)].map(([, name]) => name ?? '');
  const published = METHODS.filter(({ internal }) => internal !== true).map(({ name }) => name);
  expect(operations.toSorted()).toEqual([...new Set(published)].toSorted());
  expect(wsdl).not.toMatch(/ExecuteSoap|ManagedMethodExecuter|DynamicTypeManager|"Fetch/);
  const answer = await client.post(
    '<v:RetrieveServiceContent xmlns:v="urn:vim25"><v:_this>ServiceInstance</v:_this></v:RetrieveServiceContent>',
    { path: '/sdk/vimService.wsdl' },
  );
  expect(answer.status).toBe(200);
});

test('methods and commands are registered once', () => {
  const methods = METHODS.map(({ on, name }) => `${on}.${name}`);
  expect(new Set(methods).size).toBe(methods.length);
  expect(new Set(COMMANDS.map(({ name }) => name)).size).toBe(COMMANDS.length);
});
