/** Sends mutated bodies, multipart and JSON, to a real server over real connections, and counts its answers. */
import { Agent, request } from 'node:http';
import { multipart, multipartType } from '../form-body.js';
import type { SeededRandom } from '../seeded-random.js';
import { type FuzzReport, residentMib } from './fuzz-pictures.js';
import { mutate } from './mutate.js';

interface Seed {
  readonly method: 'POST' | 'DELETE';
  readonly path: string;
  readonly type: string;
  readonly body: Buffer;
}

const atOnce = 8;

function corpus(): Seed[] {
  const image = {
    name: 'image',
    content: Buffer.from('no picture at all'),
    fileName: 'p.jpg',
    type: 'image/jpeg',
  };
  const form = Buffer.from(multipart({ name: 'id', content: 'fuzz' }, image));
  const doubled = Buffer.from(
    multipart(image, { name: 'id', content: 'ä' }, image, { name: 'id', content: '' }),
  );
  const json = { type: 'application/json', method: 'DELETE', path: '/register/' } as const;
  return [
    { method: 'POST', path: '/verify/', type: multipartType, body: form },
    { method: 'POST', path: '/register/', type: multipartType, body: form },
    { method: 'POST', path: '/verify/', type: multipartType, body: doubled },
    { ...json, body: Buffer.from('{"id":"fuzz","more":[1,2.5e3,null,{"a":"\\u00e4"}]}') },
    { ...json, body: Buffer.from(`{"id":"x","deep":${'['.repeat(20)}${']'.repeat(20)}}`) },
  ];
}

export async function fuzzBodies(
  port: number,
  { count, random }: { count: number; random: SeededRandom },
): Promise<FuzzReport> {
  const seeds = corpus();
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const outcomes: Record<string, number> = {};
  const faults: string[] = [];
  let [sent, peakMib] = [0, 0];
  const lane = async (): Promise<void> => {
    while (sent < count) {
      const number = sent++;
      const seed = seeds[random.below(seeds.length)]!;
      // Now and then the declaration itself, on which the parser of the body rests.
      const type = random.below(10) === 0 ? printable(mutate(Buffer.from(seed.type), random)) : seed.type;
      const outcome = await send(port, agent, { ...seed, type, body: mutate(seed.body, random) });
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      if (!/^[24]/.test(outcome)) faults.push(`${outcome} at ${number}`);
      if (number % 500 === 0) peakMib = Math.max(peakMib, residentMib());
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  agent.destroy();
  return { count, outcomes, faults, peakMib: Math.round(peakMib) };
}

/** What may stand in a header at all; the rest would not leave this process. */
function printable(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[^\x20-\x7e]/g, '?');
}

function send(port: number, agent: Agent, { method, path, type, body }: Seed): Promise<string> {
  const headers = { 'content-type': type, 'content-length': body.length };
  return new Promise((resolve) => {
    const sent = request({ port, agent, method, path, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(String(response.statusCode)));
    });
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    sent.end(body);
  });
}
