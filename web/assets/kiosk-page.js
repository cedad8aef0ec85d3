// @ts-check
/** Starts the kiosk on the page of its own. */
import { startKiosk } from './kiosk.js';

startKiosk();
