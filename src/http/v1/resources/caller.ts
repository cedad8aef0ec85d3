/** /v1/caller: what the key that is presented may do, so that a program or a page can offer that and no more. */
import { Type } from 'typebox';
import { allScopes, roles, type Role } from '../../../domain/access.js';
import { declare, handle, type Operation } from '../framework/operation.js';
import { strictObject } from '../schemas/common.js';

const roleNames = Object.keys(roles) as Role[];

export const readCaller = declare({
  method: 'GET',
  path: '/v1/caller',
  operationId: 'readCaller',
  tag: 'keys',
  scope: 'anyKey',
  summary: 'Read what your key may do',
  description: 'Where no key is asked for, everybody may do everything.',
  answers: {
    200: {
      description: 'The key behind this request, without its secret.',
      schema: strictObject(
        {
          keyId: Type.Union([Type.String(), Type.Null()], {
            description: 'The public part of the key; null where no key is asked for.',
          }),
          role: Type.Union([Type.Enum(roleNames), Type.Null()], {
            description: 'Null for one that this version does not know.',
          }),
          scopes: Type.Array(Type.Enum([...allScopes]), { description: 'What it allows.' }),
        },
        { title: 'Caller' },
      ),
      example: { keyId: '4be1d0c7a952', role: 'kiosk', scopes: ['verify', 'quality:judge'] },
    },
  },
  errors: [],
});

export function callerOperations(): Operation[] {
  return [
    handle(readCaller, async ({ caller: { keyId, role, scopes } }) => ({
      status: 200,
      body: { keyId, role, scopes: [...scopes] },
    })),
  ];
}
