import { fastify } from 'fastify';
import { expect, test } from 'vitest';
import { FacedeskError, type ErrorCode } from '../../domain/errors.js';
import { installErrors } from './errors.js';

async function answerTo(code: ErrorCode) {
  const app = fastify();
  installErrors(app);
  app.get('/', () => {
    throw new FacedeskError(code);
  });
  const { statusCode, headers } = await app.inject('/');
  return { statusCode, retryAfter: headers['retry-after'] };
}

test('an answer says when to try again where that can help, and only there', async () => {
  expect(await answerTo('busy')).toEqual({ statusCode: 503, retryAfter: '1' });
  expect(await answerTo('vision_unavailable')).toEqual({ statusCode: 503, retryAfter: '1' });
  expect(await answerTo('models_unavailable')).toEqual({ statusCode: 503, retryAfter: undefined });
  expect(await answerTo('image_damaged')).toEqual({ statusCode: 400, retryAfter: undefined });
});
