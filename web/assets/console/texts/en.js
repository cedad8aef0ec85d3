// @ts-check
/**
 * The console's English words about itself and about people; those about verdicts and about the service are in the
 * files beside it. A translation has the same keys.
 */
import { enExchange } from './en-exchange.js';
import { enFailures, enService } from './en-service.js';
import { enModels } from './en-models.js';
import { enVerdicts } from './en-verdicts.js';

export const en = {
  shell: {
    /** @param {string} title */
    pageTitle: (title) => `${title} · facedesk`,
    skip: 'Skip to the content',
    menu: 'Menu',
    signOut: 'Sign out',
    loading: 'One moment…',
    again: 'Try again',
    close: 'Close',
    cancel: 'Cancel',
    save: 'Save',
    done: 'Done',
    undo: 'Undo',
    more: 'Show more',
    earlier: 'Show earlier ones',
    none: 'none',
    copy: 'Copy',
    copied: 'Copied',
    figures: 'The figures',
    /** @param {string} people */
    oneIn: (people) => `1 in ${people}`,
    unreachable: 'The service cannot be reached. Check the network.',
    /** @param {number} status of HTTP */
    unreadable: (status) => `The service gave an answer that cannot be read (${status}).`,
    notThere: 'This service does not offer that. A newer version of facedesk does.',
    notHereTitle: 'Nothing here',
    notHere: 'There is no such page, or your key does not allow it.',
  },

  signIn: {
    title: 'Sign in',
    hint: 'This service answers only to callers with an API key. Yours decides what you see here. It is kept until this tab is closed.',
    label: 'API key',
    action: 'Sign in',
    keysNow: 'The service asks for a key now. Sign in with one.',
    expired: 'Your key is not accepted any more. Sign in with another one.',
  },

  sections: {
    overview: 'Overview',
    people: 'People',
    verdicts: 'Verdicts',
    review: 'Look-alikes',
    devices: 'Devices',
    calibration: 'Accuracy',
    imports: 'Imports',
    keys: 'Keys',
    webhooks: 'Webhooks',
    settings: 'Settings',
    models: 'Models',
    system: 'System',
  },

  people: {
    register: 'Register a person',
    search: 'Search',
    searchHint: 'The beginning of an ID, or a member of the metadata: department:chemistry',
    state: 'State',
    group: 'Group',
    anyState: 'Any state',
    anyGroup: 'Any group',
    states: { enrolled: 'Enrolled', awaitingPhoto: 'Awaiting photo', locked: 'Locked' },
    nobody: 'Nobody is registered yet.',
    nobodyFound: 'Nobody is found by this.',
    /** @param {string} length @param {boolean} isComplete */
    count: (length, isComplete) => {
      if (!isComplete) return `${length} people so far; scroll for more`;
      return length === '1' ? '1 person' : `${length} people`;
    },
  },

  person: {
    /** @param {string} time */
    registered: (time) => `Registered ${time}`,
    photos: 'Photos',
    noPhotos: 'No photo counts under the model at work.',
    notKept: 'The picture is not kept',
    photosHidden: 'Your key does not show photos',
    /** @param {string} id */
    photoOf: (id) => `Photo of ${id}`,
    /** @param {string} quality of 100 */
    quality: (quality) => `Quality ${quality} of 100`,
    notJudged: 'Quality not judged',
    /** @param {string} day */
    enrolledOn: (day) => `Template of ${day}`,
    sources: {
      registered: 'From the registration',
      added: 'Added afterwards',
      imported: 'From an import',
      oldService: 'From the old service',
      moved: 'From another database',
      reembedded: 'Made anew from the kept photo',
      unknown: 'Nobody noted how it came',
    },
    refreshed: 'Added by visits',
    /** @param {string} day @param {string} quality */
    refreshedOn: (day, quality) => `Template of ${day}, quality ${quality} of 100`,
    proposed: '– waits to be confirmed',
    addPhotos: 'Add photos',
    adding: 'Looking at the photos…',
    /** @param {number} position */
    photoAdded: (position) => `Photo ${position} was added.`,
    /** @param {number} position @param {string} why */
    photoRefused: (position, why) => `Photo ${position} was not added. ${why}`,
    erasePhoto: 'Erase',
    erasePhotoTitle: 'Erase this photo?',
    erasePhotoBody: 'The photo and the template that was made of it go at once and for good.',
    photoErased: 'The photo is erased.',
    noted: 'What is noted',
    nothingNoted: 'Nothing is noted.',
    memberName: 'Name',
    memberValue: 'Value',
    /** @param {string} name */
    dropMember: (name) => `Remove ${name}`,
    addMember: 'Add a line',
    saved: 'Saved.',
    changedMeanwhile:
      'Somebody else changed this person meanwhile. Nothing was saved: open the page again and look.',
    groups: 'Groups',
    noGroups: 'They belong to no group.',
    joinGroup: 'Put into a group…',
    /** @param {string} group */
    leaveGroup: (group) => `Take out of ${group}`,
    history: 'What happened',
    nothingHappened: 'Nothing has happened yet, or it is too long ago.',
    unlock: 'Lift the lock',
    /** @param {string} id */
    unlocked: (id) => `${id} can try again.`,
    erase: 'Erase the person',
    /** @param {string} id */
    eraseTitle: (id) => `Erase ${id}?`,
    /** @param {number} seconds */
    eraseBody: (seconds) =>
      `Photos, templates and everything that is noted of this person go for good. For ${seconds} seconds you can take it back.`,
    /** @param {string} id */
    erasing: (id) => `${id} is being erased.`,
    /** @param {string} id */
    erased: (id) => `${id} is erased.`,
  },

  ...enVerdicts,
  ...enExchange,
  ...enService,
  ...enModels,
  failures: enFailures,
};

/** @typedef {typeof en} Words */
