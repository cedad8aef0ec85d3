import { describe, expect, it } from 'vitest';
import { createKeySource, makeKeyText } from '../sealing/index.js';
import { openStore, StoreSetupError } from './index.js';

const keys = createKeySource({ key: makeKeyText(), keyFile: 'not used' });

describe('openStore', () => {
  it.each([
    '',
    'data/facedesk.sqlite',
    'oracle://desk:secret@db/faces',
    'sqlite:',
    'sqlite::memory:',
    'sqlite://data/x',
  ])(
    'refuses %j with a sentence that says what a URL looks like, and never repeats a password',
    async (url) => {
      const refusal = await openStore({ url, keys }).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(StoreSetupError);
      expect(String(refusal)).toContain('sqlite:./data/facedesk.sqlite');
      expect(String(refusal)).not.toContain('secret');
    },
  );
});
