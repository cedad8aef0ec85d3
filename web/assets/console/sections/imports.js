// @ts-check
/** Many people at once: an archive of photos is sent, and the imports of before are listed with how far they are. */
import { get, send } from '../api.js';
import { ask } from '../dialogs.js';
import { h } from '../dom.js';
import { dateTime, number } from '../format.js';
import { button, empty, field, head, load, select } from '../parts.js';
import { go, to } from '../router.js';
import { importState } from '../import-state.js';
import { words } from '../words.js';
import { openImport } from './import.js';

/** @typedef {import('../import-state.js').Import} Import */

/** @type {import('../sections.js').Section} */
export const importsSection = {
  id: 'imports',
  scope: 'imports:run',
  icon: 'M12 4v11M7.5 11l4.5 4.5L16.5 11M4 20h16',
  open: (place) => {
    const [importId] = place.rest;
    if (importId === undefined) openList(place);
    else openImport(place, importId);
  },
};

/** @param {import('../sections.js').Place} place */
function openList({ view, signal }) {
  const { imports, sections } = words();
  const results = h('div', { class: 'view-part' });
  const actions = [button(imports.start, askForArchive, 'primary')];
  view.append(head(sections.imports, { about: imports.about, actions }), results);
  void load(
    results,
    signal,
    () => get('/v1/imports', { query: { limit: 100 }, signal }),
    ({ items }) => {
      if (items.length === 0) results.append(empty(imports.none));
      else
        results.append(
          h(
            'ul',
            { class: 'rows' },
            items.map((/** @type {Import} */ one) => h('li', null, row(one))),
          ),
        );
    },
  );
}

/** @param {Import} found */
function row(found) {
  const { imports } = words();
  const { id, mode, createdAt, progress } = found;
  return h(
    'a',
    { class: 'row', href: to('imports', id) },
    h(
      'span',
      { class: 'grow' },
      h('span', { class: 'strong' }, dateTime(createdAt)),
      h(
        'span',
        { class: 'soft' },
        `${imports.modes[mode]} · ${imports.progress(number(progress.done), number(progress.photos))}`,
      ),
    ),
    importState(found),
  );
}

function askForArchive() {
  const { imports } = words();
  const archive = h('input', {
    type: 'file',
    name: 'archive',
    accept: '.zip,application/zip',
    required: true,
  });
  const list = h('input', { type: 'file', name: 'list', accept: '.csv,text/csv' });
  const mode = select({
    name: 'mode',
    value: 'look',
    options: [
      ['look', imports.modes.look],
      ['write', imports.modes.write],
    ],
  });
  ask({
    title: imports.start,
    fields: [
      field(imports.archive, archive, imports.archiveHint),
      field(imports.list, list, imports.listHint),
      field(imports.mode, mode),
    ],
    action: imports.start,
    submit: async (values) => {
      const chosen = list.files?.[0];
      const body = new FormData();
      // What is small comes first, so that it is known by the time the archive is there.
      body.append('mode', String(values.get('mode')));
      if (chosen !== undefined) body.append('list', chosen, 'list.csv');
      body.append('archive', /** @type {File} */ (values.get('archive')), 'archive.zip');
      const { id } = await (await send('POST', '/v1/imports', { body })).json();
      go(to('imports', id));
    },
  });
}
