import { expect, test } from 'vitest';
import { newWebhookSecret, secretText, signedHeaders } from './signature.js';

/** The example of the documentation of Standard Webhooks and of its reference libraries. */
const example = {
  secret: Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64'),
  message: {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestampS: 1614265330,
    body: '{"test": 2432232314}',
  },
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

test('messages are signed as Standard Webhooks signs them', () => {
  expect(signedHeaders(example.message, [example.secret])).toEqual({
    'webhook-id': example.message.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': example.signature,
  });
});

test('while a secret takes the place of another there is a signature of each', () => {
  const { 'webhook-signature': both } = signedHeaders(example.message, [newWebhookSecret(), example.secret]);
  expect(both.split(' ')).toEqual([expect.stringMatching(/^v1,[\w+/]{43}=$/), example.signature]);
});

test('secrets are 256 random bits with the usual head', () => {
  expect(secretText(newWebhookSecret())).toMatch(/^whsec_[\w+/]{43}=$/);
  expect(secretText(newWebhookSecret())).not.toBe(secretText(newWebhookSecret()));
});
