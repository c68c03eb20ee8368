import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bareClient, bareParser, ourScan, type Job, type Reach, type Replay } from './jobs.ts';
import { measure, type Cost } from './measure.ts';
import { startProxy } from './proxy.ts';
import type { Recording, Traffic } from './recording.ts';
import type { Measured } from './servers.ts';

/** What one client cost against one server of one size. */
export interface Result {
  readonly server: string;
  readonly hosts: number;
  /** That each call took longer. */
  readonly latencyMs: number;
  readonly job: string;
  readonly runs: number;
  readonly cost: Cost;
  readonly traffic: Traffic;
}

export interface BoutOptions {
  readonly server: Measured;
  readonly hosts: number;
  readonly latencyMs: number;
  readonly runs: number;
  readonly others: readonly Job[];
  /** What came out before: how much a client of the others sends is the same whatever a call takes. */
  readonly earlier: readonly Result[];
  readonly onResult: (result: Result) => void;
}

/** Runs every client once through the proxy, for calls and bytes, and then as often as asked against the server itself. */
export async function bout(options: BoutOptions): Promise<void> {
  const { server, hosts, latencyMs, runs, others, earlier, onResult } = options;
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-bench-'));
  try {
    const reach = await directReach(server, hosts, folder);
    const run = async (job: Job, traffic: Traffic): Promise<void> => {
      const cost = await measure(job.program(reach), job.runs);
      onResult({ server: server.name, hosts, latencyMs, job: job.name, runs: job.runs, cost, traffic });
    };
    const ours = ourScan(runs);
    const recording = await recordingOf(ours, server, reach);
    const replay = await replayOf(recording, folder);
    await run(ours, recording.traffic);
    await run(bareClient(replay, runs), recording.traffic);
    await run(bareParser(replay, runs), recording.traffic);
    const able = others.filter(({ mostHosts }) => mostHosts === undefined || hosts <= mostHosts(latencyMs));
    for (const job of able) {
      const known = earlier.find(
        (result) => result.server === server.name && result.hosts === hosts && result.job === job.name,
      );
      await run(job, known?.traffic ?? (await recordingOf(job, server, reach)).traffic);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

export async function directReach(server: Measured, hosts: number, folder: string): Promise<Reach> {
  const caFile = join(folder, 'server.pem');
  await writeFile(caFile, server.certificate);
  const { url, sha256, user, password } = server;
  return { url, host: new URL(url).host, sha256, caFile, user, password, hosts };
}

/** A file from which the bare clients send the same requests again. */
export async function replayOf(recording: Recording, folder: string, name = 'recording.jsonl'): Promise<Replay> {
  const file = join(folder, name);
  await writeFile(file, recording.requests.map((request) => `${JSON.stringify(request)}\n`).join(''));
  return { file, connections: recording.mostInFlight };
}

export async function recordingOf(job: Job, server: Measured, reach: Reach): Promise<Recording> {
  await using proxy = await startProxy(server.url);
  const { url, host, certificate } = proxy;
  const caFile = `${reach.caFile}.proxy`;
  await writeFile(caFile, certificate.pem);
  await measure(job.program({ ...reach, url, host, sha256: certificate.sha256, caFile }), 1);
  return proxy.recording;
}
