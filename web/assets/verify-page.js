// @ts-check
/** The page at the entrance: is this person who they say they are? It returns to ready by itself. */
import { startDeskPage } from './desk-page.js';
import { text } from './text.js';

startDeskPage({
  path: '/verify/',
  action: text.verify,
  hint: text.verifyHint,
  offersFile: 'withoutCamera',
  accepted: (id, recognition) => ({ title: text.welcome(recognition ?? id), detail: '' }),
  refusedNext: text.verifyRefusedNext,
  keepsRefusedId: false,
  // Advice stays longer, since it is to be followed while it is read.
  showsForMs: (tone) => (tone === 'advice' ? 12_000 : 4000),
});
