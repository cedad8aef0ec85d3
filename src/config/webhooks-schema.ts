/** The settings about webhooks; part of schema.ts, and as it is. */
import { Type } from 'typebox';

export const webhooksSchema = Type.Object({
  networks: Type.Array(Type.String({ minLength: 2, pattern: '^[0-9A-Fa-f.:]+(/[0-9]{1,3})?$' }), {
    env: 'FACEDESK_WEBHOOK_NETWORKS',
    description:
      'Networks of your own that webhooks may be sent to, also without TLS, separated by commas. Without it they go to public ' +
      'addresses by https alone, so that nobody reaches what only this machine can.',
    default: [],
    rule: 'a list of IP addresses or ranges, such as 127.0.0.1 or 10.0.0.0/8',
  }),
  disableAfterDays: Type.Integer({
    env: 'FACEDESK_WEBHOOK_DISABLE_AFTER_DAYS',
    description: 'After how long without any success a webhook is disabled.',
    unit: 'days',
    default: 5,
    minimum: 1,
    maximum: 365,
  }),
});
