import { z } from 'zod';

/** What the centre answers, as hostile input: bounded, and nothing but what is asked for is kept. */

const targetName = z.string().min(1).max(253);
const attemptId = z.uuid();
const heartbeat = z.number().int().min(1).max(3_600);
const code = z.string().regex(/^[A-Z][A-Z0-9_]{0,60}$/);
const sentence = z.string().max(1_000);

const schedule = z.object({
  cron: z.string().min(1).max(200),
  zone: z.string().min(1).max(60),
  spreadMinutes: z.number().int().min(0).max(1_440),
});

export type Schedule = z.output<typeof schedule>;

export const schedulesShape = z.array(schedule).max(100);

export const helloAnswer = z.object({
  heartbeatSeconds: heartbeat,
  schedules: schedulesShape,
  refused: z.array(z.object({ target: targetName, code, message: sentence })).max(1_000),
});

export const jobsAnswer = z.object({
  jobs: z.array(z.object({ attempt: attemptId, target: targetName, heartbeatSeconds: heartbeat })).max(1_000),
});

export type Job = z.output<typeof jobsAnswer>['jobs'][number];

export const shipmentAnswer = z.object({ shipment: z.union([z.string().max(100), z.number()]), known: z.boolean() });

export const keyAnswer = z.object({
  site: z.string().max(40),
  key: z.string().max(64),
  expiresAt: z.iso.datetime({ offset: true }),
});

/** What an answer with a status of 400 or more says; `serverTime` where the clocks are apart. */
export const refusal = z.object({ code, message: sentence, serverTime: z.iso.datetime({ offset: true }).optional() });
