// @ts-check
/** Starts the kiosk on the page of its own. */
import { startKiosk } from './kiosk.js';

// A kiosk at a gate looks for the people of that gate: /kiosk?group=east-gate
startKiosk({ groups: new URLSearchParams(location.search).getAll('group') });
