// @ts-check
/** Reads CSV as spreadsheets write it (RFC 4180): commas, semicolons or tabs, fields in quotes, a byte order mark. */

/** @param {string} csv @returns {string[][]} the fields of each line, without space around them */
export function readCsv(csv) {
  const plain = csv.replace(/^\uFEFF/, '');
  const [firstLine = ''] = plain.split('\n', 1);
  const separator = [';', '\t'].find((one) => firstLine.includes(one)) ?? ',';
  /** @type {string[][]} */
  const rows = [];
  /** @type {string[]} */
  let row = [];
  let field = '';
  let quoted = false;

  function endField() {
    row.push(field.trim());
    field = '';
  }

  for (let at = 0; at < plain.length; at += 1) {
    const char = plain.charAt(at);
    if (quoted && char === '"' && plain.charAt(at + 1) === '"') {
      field += '"';
      at += 1;
    } else if (char === '"') quoted = !quoted;
    else if (quoted) field += char;
    else if (char === separator) endField();
    else if (char === '\n') {
      endField();
      rows.push(row);
      row = [];
    } else if (char !== '\r') field += char;
  }
  endField();
  rows.push(row);
  return rows.filter((one) => one.some((content) => content !== ''));
}
