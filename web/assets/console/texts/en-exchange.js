// @ts-check
/** The console's English words about what reaches the service and leaves it: keys, webhooks, imports. */

export const enExchange = {
  keys: {
    about: 'Who may call the service, and what they may do. Keys of the settings are not listed.',
    none: 'There is no key yet. From the first one on, everybody needs one.',
    make: 'Make a key',
    name: 'Name',
    nameHint: 'What you know it by, such as the place of a kiosk.',
    first:
      'This is the first key: everybody needs one from then on, you too. Make one for yourself first, with the role of an administrator.',
    role: 'Role',
    roles: {
      kiosk: 'Kiosk: verify, judge photos',
      desk: 'Desk: the same, read people and events, lift locks',
      enrol: 'Registration: register and change people',
      integration: 'Integration: what is ticked below',
      admin: 'Administrator: everything',
    },
    scopes: 'It may',
    finds: 'finds people without an ID',
    findsLabel: 'It may also find people without an ID (identify)',
    addresses: 'Only from these addresses',
    addressesHint: 'Addresses or ranges such as 10.1.0.0/16, with spaces between; empty for anywhere.',
    expires: 'Ends on',
    expiresHint: 'Empty for never.',
    secretTitle: 'Copy this secret now',
    secretBody: 'It is shown this once, and kept nowhere. Whoever has it may do what the key allows.',
    active: 'Active',
    revoked: 'Ended',
    expired: 'Run out',
    /** @param {string} time */
    madeOn: (time) => `made ${time}`,
    /** @param {string} time */
    endsOn: (time) => `ends ${time}`,
    /** @param {string} time */
    changingOver: (time) => `Its old secret works until ${time}`,
    rotate: 'New secret',
    rotateTitle: 'Give this key another secret?',
    rotateBody: 'The old secret works for 24 hours more, so that callers can change over.',
    revoke: 'End it',
    /** @param {string} name */
    revokeTitle: (name) => `End “${name}” for good?`,
    revokeBody: 'Whoever uses it is refused within 2 seconds. This is not taken back.',
    ended: 'The key is ended.',
  },

  webhooks: {
    about: 'Events, sent to an address of yours and signed as Standard Webhooks has it.',
    none: 'No webhook is set up.',
    make: 'Set up a webhook',
    url: 'Address',
    urlHint: 'An https address.',
    description: 'Description',
    kinds: 'Events (none ticked: all)',
    scores: 'Send scores and receipts too',
    states: { active: 'Active', paused: 'Paused', disabled: 'Disabled' },
    /** @param {string} time */
    delivered: (time) => `last delivered ${time}`,
    never: 'nothing delivered yet',
    test: 'Send a test',
    testGood: 'The test arrived.',
    /** @param {string} why */
    testBad: (why) => `The test did not arrive: ${why}.`,
    pause: 'Pause',
    resume: 'Resume',
    remove: 'Remove',
    removeTitle: 'Remove this webhook?',
    removeBody: 'What waits for it is not sent any more.',
    removed: 'The webhook is removed.',
    rotate: 'New secret',
    rotateTitle: 'Give this webhook another secret?',
    rotateBody: 'For 24 hours messages carry both signatures, so that the receiver can change over.',
    delivery: 'Delivery',
    last: 'Last delivered',
    deliveries: 'What it has not got',
    noDeliveries: 'Everything arrived.',
    deliveryStates: { waiting: 'Waiting', dead: 'Given up' },
    /** @param {string} count */
    attempts: (count) => `${count} attempts`,
    replay: 'Send again',
    replayed: 'It will be sent again.',
    replaySince: 'Send everything since a moment again',
    since: 'Since',
    failing: 'Fails since',
    problem: 'What was wrong',
    next: 'Next attempt',
    allEvents: 'All events',
  },

  imports: {
    about: 'Many people at once, from an archive of photos.',
    none: 'Nothing was imported yet.',
    start: 'Import an archive',
    archive: 'ZIP file of photos',
    archiveHint: 'Photos named by ID and time (B21CS042_20230723123456.jpg), or a folder for each person.',
    list: 'List (CSV), if there is one',
    listHint: 'With the columns id and photo, which is a path in the archive.',
    mode: 'What is to be done',
    modes: { look: 'Look only: say what would happen', write: 'Register the people' },
    sending: 'The archive is being sent…',
    /** @type {Record<string, string>} */
    states: {
      waiting: 'Waiting',
      running: 'Running',
      finished: 'Finished',
      cancelled: 'Cancelled',
      failed: 'Failed',
      stalled: 'Stalled',
    },
    stalledBody:
      'The machine that received the archive has not been heard of for a minute, and the archive lies there. Start it again, or cancel this import and send the archive anew.',
    /** @param {string} done @param {string} all */
    progress: (done, all) => `${done} of ${all}`,
    /** @param {string} rate */
    rate: (rate) => `${rate} a minute`,
    /** @param {string} time */
    left: (time) => `about ${time} left`,
    cancel: 'Cancel',
    cancelTitle: 'Cancel this import?',
    cancelBody: 'Who is registered already stays. The archive is erased.',
    rows: 'What became of each photo',
    /** @param {string} count */
    minutes: (count) => `${count} min`,
    summary: 'What came of it',
    people: 'People in the archive',
    alreadyEnrolled: 'Registered before',
    leftOut: 'Left out',
    sameFacePairs: 'Pairs with one face',
    /** @type {Record<string, string>} */
    outcomes: {
      enrolled: 'Registered',
      would_enrol: 'Would be registered',
      already_enrolled: 'Registered before',
      same_person: 'Another photo of the same person',
      after_refused_registration: 'Of a registration that was refused',
      unlike_reference: 'Unlike the photo that was chosen',
      disputed: 'The photos disagree',
      not_understood: 'The name of the file says no ID',
      file_unreadable: 'The file cannot be read',
    },
  },
};
