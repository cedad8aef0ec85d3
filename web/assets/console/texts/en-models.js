// @ts-check
/** The console's English words about nets, model packs and templates, and about what runs. */

export const enModels = {
  models: {
    about:
      'The nets that find faces and make templates of them. What is used is set where the service is started, and counts from its next start on.',
    templates: 'Templates',
    /** @param {string} people */
    allWell: (people) => `Everybody with a template has one of the model in use. People: ${people}.`,
    nobody: 'Nobody is registered yet.',
    /** @param {string} people */
    unverifiable: (people) =>
      `People who cannot be verified, since they have templates of another model only: ${people}.`,
    /** @param {string} people */
    withoutPhoto: (people) =>
      `Of whom no photo was kept: ${people}. They have to be registered again, or the setting changed back.`,
    notKnown: 'Which model is in use is not known until the engine is ready.',
    make: 'Make templates anew',
    makeHint: 'From the photos that were kept, beside other work; the old templates stay.',
    cancel: 'Stop',
    /** @param {string} done @param {string} all */
    progress: (done, all) => `Done with ${done} of ${all}.`,
    counting: 'Looking for whom there is something to do…',
    /** @param {string} people */
    added: (people) => `People with new templates: ${people}.`,
    /** @param {string} people */
    withoutFace: (people) => `People in whose photos no face could be measured: ${people}.`,
    runStates: {
      running: 'Templates are being made.',
      finished: 'Done.',
      cancelled: 'Stopped; what was made stays.',
      failed: 'It could not be finished. What was made stays; try again.',
    },
    ofModel: 'Model',
    people: 'People',
    kinds: {
      detector: 'Finds faces',
      landmarks: 'Finds the points of a face',
      embedding: 'Makes templates',
      antispoof: 'Looks for paper and screens',
      liveness: 'Looks for signs of life',
    },
    states: {
      inUse: 'In use',
      installed: 'Installed',
      available: 'Not installed',
      damaged: 'Damaged',
      off: 'Not in use',
    },
    builtInNets: 'Built in',
    packs: 'Model packs',
    licence: 'Licence',
    size: 'Size',
    source: 'Source',
    file: 'File',
    install: 'Choose the file…',
    sending: 'Being sent…',
    /** @param {string} title */
    installedNow: (title) => `${title} is installed.`,
    /** @param {string} expected @param {string} found */
    wrongSize: (expected, found) =>
      `That is not the file: it has ${found} bytes, and the one that is meant has ${expected}.`,
    available:
      'Its file does not come with the program, and nothing is downloaded. Fetch it from the source, then choose it here: it is taken only if it is exactly the one that is meant.',
    damagedPack: 'The file is not the one that is meant any more. Choose it again.',
    damagedBuiltIn: 'The file is missing or is another one. It is made anew at the next start.',
    /** @param {string} setting */
    toUse: (setting) => `To use it, set ${setting} and start the service again.`,
    thenTemplates: 'After that, make templates anew here.',
  },

  health: {
    title: 'Health',
    checks: { store: 'Database', vision: 'Engine', gallery: 'Gallery' },
    ok: 'Well',
    failed: 'Not ready',
    started: 'Started',
    database: 'Database answers in',
    /** @param {string} ms */
    milliseconds: (ms) => `${ms} ms`,
    noAnswer: 'no answer',
    lag: 'Changes not yet read',
    memory: 'Memory of the service',
    engineMemory: 'Memory of the engine',
    disk: 'Disk',
    /** @param {string} free @param {string} total */
    free: (free, total) => `${free} of ${total} free`,
    runtime: 'Runs on',
    unknown: 'not known',
    diskLow: 'The disk is nearly full.',
  },
};
