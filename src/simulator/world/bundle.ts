import { gzipSync } from 'node:zlib';
import { advancedOptions, type SimulatedHost } from './host.ts';

/** A configuration backup: a gzipped tar archive with one file, which holds the settings of the host. */
export function bundleOf(host: SimulatedHost): Buffer {
  const settings = {
    name: host.spec.name,
    uuid: host.spec.uuid,
    kernel: Object.fromEntries(host.kernel),
    options: Object.fromEntries(advancedOptions(host)),
    firewall: host.firewall,
    services: host.services,
  };
  return gzipSync(archiveOf('settings.json', Buffer.from(JSON.stringify(settings, null, 1))));
}

const BLOCK = 512;

/** A tar archive (POSIX ustar) of one file. */
function archiveOf(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0);
  header.write('0000600\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        0', 148);
  header.write('ustar', 257);
  header.write('00', 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  return Buffer.concat([header, content, padding, Buffer.alloc(2 * BLOCK)]);
}
