/** One registration or one verification over HTTP, for parts that time requests one by one. */
import type { DeskServer } from './desk-server.js';

const id = 'dora';

/** @throws Error where the person is not registered then */
export async function register(server: DeskServer, photo: Uint8Array): Promise<void> {
  await send(server, '/register/', photo, 201);
}

/** @throws Error where it is no match */
export async function verify(server: DeskServer, photo: Uint8Array): Promise<void> {
  await send(server, '/verify/', photo, 200);
}

async function send({ url }: DeskServer, path: string, photo: Uint8Array, expected: number): Promise<void> {
  const form = new FormData();
  form.set('id', id);
  form.set('image', new Blob([new Uint8Array(photo)], { type: 'image/jpeg' }), 'photo.jpg');
  const answer = await fetch(`${url}${path}`, { method: 'POST', body: form });
  if (answer.status !== expected)
    throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
}
