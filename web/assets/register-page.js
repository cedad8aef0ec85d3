// @ts-check
/** The page where people are registered. A result stays until the next id, for attendants who looked away. */
import { startDeskPage } from './desk-page.js';
import { text } from './text.js';

startDeskPage({
  path: '/register/',
  action: text.register,
  hint: text.registerHint,
  offersFile: 'always',
  accepted: (id) => ({ title: text.registered, detail: id }),
  refusedNext: text.registerRefusedNext,
  keepsRefusedId: true,
  showsForMs: () => undefined,
});
