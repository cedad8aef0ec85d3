/**
 * Whether the time of an answer tells who is registered: the same photo with the id of somebody else, with the id of yet another
 * person, and with an id that nobody has, in turn, by a key that may not see scores.
 */
import { multipart, multipartType } from '../test/form-body.js';
import { startDeskServer } from './desk-server.js';
import { markdownTable } from './markdown-table.js';
import type { Section } from './parts.js';
import { deskPhoto, vga } from './photos.js';
import { alternate, figureText, median, percentile, timeMs } from './statistics.js';

/** Of each id at each address. Failures stay below the most that the settings allow before a pause. */
const requests = 200;
const paths = { '/v1/verifications': 'photos', '/verify/': 'image' } as const;
type Path = keyof typeof paths;
/** Both have one face, so what differs between them is chance. */
const registered = ['dora', 'emma'] as const;
const unknown = 'nora';

export async function measureTiming(): Promise<Section> {
  const server = await startDeskServer({
    FACEDESK_ATTEMPTS_BEFORE_PAUSE: '1000',
    FACEDESK_ATTEMPTS_BEFORE_LOCK: '10000',
    FACEDESK_RATE_LIMIT_PER_ADDRESS: '0',
    FACEDESK_RATE_LIMIT_PER_KEY: '0',
  });
  try {
    const kiosk = await openDesk(server.url);
    const photo = await deskPhoto(vga, { person: 'carla' });
    const rows: string[][] = [];
    for (const path of Object.keys(paths) as Path[]) {
      const claim = (id: string) => () =>
        timeMs(() => send({ url: server.url, path, key: kiosk, id, photo }));
      const [wrong, other] = registered;
      rows.push(
        ...rowsOf(
          path,
          await alternate(requests, { wrong: claim(wrong), other: claim(other), unknown: claim(unknown) }),
        ),
      );
    }
    const head = ['Address', 'id', 'p50, ms', 'p95, ms', 'p50 to the first', 'mean to the first'];
    return {
      title: 'Timing: does the time of a no tell who is registered?',
      text: `${markdownTable(head, rows)}

${requests} requests each, in turn and back again, one at a time; JPEG 640x480, every answer a no. The second id is registered as the
first is, so its ratio shows what is chance. Promised: the unknown id's is within 5 %.`,
    };
  } finally {
    await server.close();
  }
}

type Figures = Record<'wrong' | 'other' | 'unknown', number[]>;

function rowsOf(path: Path, { wrong, other, unknown: nobody }: Figures): string[][] {
  const cases = { 'of somebody else': wrong, 'of yet another person': other, 'that nobody has': nobody };
  return Object.entries(cases).map(([name, ms]) => [
    `\`${path}\``,
    name,
    ...[0.5, 0.95].map((share) => figureText(percentile(ms, share))),
    (median(ms) / median(wrong)).toFixed(3),
    (mean(ms) / mean(wrong)).toFixed(3),
  ]);
}

/** Of the middle nine tenths, since a few slow answers would decide it alone. */
function mean(ms: readonly number[]): number {
  const [least, most] = [percentile(ms, 0.05), percentile(ms, 0.95)];
  const middle = ms.filter((one) => one >= least && one <= most);
  return middle.reduce((sum, one) => sum + one, 0) / middle.length;
}

/** Registers everybody; a kiosk's key. */
async function openDesk(url: string): Promise<string> {
  const keyOf = async (role: string, key?: string): Promise<string> => {
    const answer = await fetch(`${url}/v1/keys`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key !== undefined && { 'x-api-key': key }) },
      body: JSON.stringify({ name: role, role }),
    });
    if (answer.status !== 201) throw new Error(`a key is not made: ${answer.status}`);
    return ((await answer.json()) as { secret: string }).secret;
  };
  const admin = await keyOf('admin');
  const face = await deskPhoto(vga, { person: 'dora' });
  for (const id of registered) {
    const answer = await post({ url, path: '/v1/subjects', key: admin, id, photo: face, field: 'photos' });
    if (answer.status !== 201) throw new Error(`${id} is not registered: ${await answer.text()}`);
  }
  return keyOf('kiosk', admin);
}

interface Claim {
  readonly url: string;
  readonly key: string;
  readonly id: string;
  readonly photo: Uint8Array;
}

async function send({ path, ...claim }: Claim & { readonly path: Path }): Promise<void> {
  const answer = await post({ ...claim, path, field: paths[path] });
  const text = await answer.text();
  if (!/"nonMatch"|"verified":false/.test(text) || answer.status > 400)
    throw new Error(`${path} answered ${answer.status}: ${text}`);
}

function post({
  url,
  path,
  key,
  id,
  photo,
  field,
}: Claim & { readonly path: string; readonly field: string }): Promise<Response> {
  const file = { name: field, fileName: 'photo.jpg', type: 'image/jpeg', content: photo };
  return fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': multipartType, 'x-api-key': key },
    body: new Uint8Array(multipart({ name: 'id', content: id }, file)),
  });
}
