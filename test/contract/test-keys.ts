/** The encryption key of the stores that tests open by themselves, the same in every process of a test. */
import { createKeySource } from '../../src/sealing/index.js';

export const testKey = Buffer.alloc(32, 7).toString('base64');
export const testKeys = createKeySource({ key: testKey, keyFile: 'not used' });
