/** What the page around the kiosk makes of its events; see embed.html. */
const kiosk = document.querySelector('facedesk-kiosk');
const last = document.querySelector('#last');

kiosk.addEventListener('facedesk-verdict', ({ detail: { confirmed, id } }) => {
  last.textContent = confirmed ? `${id} may come in.` : `${id} was not confirmed.`;
});
kiosk.addEventListener('facedesk-refused', ({ detail: { code, sentence } }) => {
  last.textContent = `${sentence} (${code})`;
});
kiosk.addEventListener('facedesk-offline', () => {
  last.textContent = 'Check the card by eye: the service cannot be reached.';
});
