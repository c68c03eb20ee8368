import { read } from '../../model/reading.ts';
import { readBootDevice } from '../circumstances/boot-device.ts';
import { readStagedImage } from '../circumstances/staged-image.ts';
import type { AskedReader } from './reader.ts';

export const bootDevice: AskedReader = { kind: 'asked', ask: readBootDevice };

export const stagedImage: AskedReader = {
  kind: 'asked',
  ask: async (esxcli) => {
    const reading = await readStagedImage(esxcli);
    return reading.kind === 'read' ? read(String(reading.value)) : reading;
  },
};
