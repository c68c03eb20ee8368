import { renderMember } from '../wire/render.ts';
import { dateTime } from '../wire/value.ts';
import { valueAt } from '../world/object.ts';
import { returned, type Method } from './method.ts';

const ON = 'ServiceInstance';

export const SERVICE_INSTANCE: readonly Method[] = [
  {
    name: 'RetrieveServiceContent',
    on: ON,
    parameters: [],
    anonymous: true,
    answer: ({ self, version }) => renderMember('returnval', valueAt(self, 'content'), version),
  },
  { name: 'CurrentTime', on: ON, parameters: [], answer: (call) => returned(dateTime(call.world.now()), call) },
];
