/** Gives back what an upload held in memory once its answer is out, or its caller is gone. */
import type { FastifyInstance } from 'fastify';
import type { UploadRoom } from '../forms/upload-room.js';

export function installUploadRoom(app: FastifyInstance, room: UploadRoom): void {
  app.addHook('onRequest', async (request, reply) => {
    // 'close' comes in every case, unlike 'finish', which a caller who hangs up prevents.
    reply.raw.once('close', () => room.release(request.raw));
  });
}
