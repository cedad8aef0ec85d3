/** The look of the report: tokens first, light and dark, then the page from top to bottom, then paper. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --paper: #f5f4f0; --surface: #ffffff; --ink: #1a1d23; --ink-soft: #565c66; --line: #d5d7db;
  --raw: #b45309; --normalised: #2f4bc7; --mated: #0e6b3a; --non-mated: #a51f1c;
  --notice: #fff3d1; --on-notice: #3d2f00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0f1114; --surface: #1b1e24; --ink: #eef0f3; --ink-soft: #a9b0bb; --line: #3a3f47;
    --raw: #f5a35b; --normalised: #9db0ff; --mated: #63d49a; --non-mated: #ff9c94;
    --notice: #3a3010; --on-notice: #ffe9a8;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif;
}
.banner { background: var(--notice); color: var(--on-notice); max-width: none; margin: 0; padding: 0.7rem 1rem; text-align: center; font-weight: 600; }
main { max-width: 62rem; margin: 0 auto; padding: 1rem 1rem 3rem; }
h1 { font-size: 1.25rem; margin: 0.5rem 0 0; color: var(--ink-soft); font-weight: 600; }
.lead { font-size: 1.55rem; line-height: 1.3; margin: 0.4rem 0 1.2rem; text-wrap: pretty; }
h2 { font-size: 1.2rem; margin: 0 0 0.4rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 0.3rem; }
p { margin: 0.4rem 0; max-width: 48rem; }
.soft, figcaption { color: var(--ink-soft); font-size: 0.92rem; }
section { background: var(--surface); border: 1px solid var(--line); border-radius: 0.8rem; padding: 1.1rem 1.2rem; margin: 1rem 0; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: 1rem; padding: 0; margin: 1rem 0; list-style: none; }
.cards li { background: var(--surface); border: 1px solid var(--line); border-radius: 0.8rem; padding: 0.9rem 1.1rem; }
.cards strong { display: block; font-size: 1.7rem; line-height: 1.2; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 0.95rem; }
th, td { text-align: left; padding: 0.4rem 0.8rem 0.4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { color: var(--ink-soft); font-weight: 600; }
td small { display: block; color: var(--ink-soft); }
.warning { color: var(--non-mated); font-size: 0.9rem; }
figure { margin: 0.6rem 0 0; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(19rem, 1fr)); gap: 1rem; }
svg { display: block; width: 100%; max-width: 46rem; margin: 0 auto; height: auto; font: 13px system-ui, sans-serif; }
svg text { fill: var(--ink-soft); }
svg .title { fill: var(--ink); font-size: 14px; }
.two svg, .two svg .title { font-size: 19px; }
svg .note { fill: var(--ink); }
svg .frame { fill: none; stroke: var(--line); }
svg .grid { stroke: var(--line); stroke-width: 0.7; }
svg .curve { fill: none; stroke-width: 2.2; }
svg .raw { stroke: var(--raw); stroke-dasharray: 7 4; }
svg .normalised { stroke: var(--normalised); }
svg g.raw, svg g.normalised { stroke-dasharray: none; }
svg g.raw circle { fill: var(--raw); }
svg g.normalised circle { fill: var(--normalised); }
svg .whisker { stroke-width: 2; opacity: 0.75; }
svg .area { stroke-width: 1.2; fill-opacity: 0.28; }
svg .mated { fill: var(--mated); stroke: var(--mated); }
svg .non-mated { fill: var(--non-mated); stroke: var(--non-mated); }
svg .threshold { stroke: var(--ink); stroke-dasharray: 4 3; stroke-width: 1.4; }
.key { display: inline-block; width: 1.6em; height: 0.75em; margin: 0 0.35em 0 0; vertical-align: baseline; border-radius: 2px; }
.key.mated { background: var(--mated); } .key.non-mated { background: var(--non-mated); }
.key.normalised { background: var(--normalised); }
.key.raw { background: repeating-linear-gradient(90deg, var(--raw) 0 0.5em, transparent 0.5em 0.75em); }
.legend { display: flex; flex-wrap: wrap; gap: 0.3rem 1.4rem; font-size: 0.92rem; margin: 0.5rem 0 0; }
.pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(13.5rem, 1fr)); gap: 0.9rem; margin: 0.7rem 0 0; }
.pairs figure { margin: 0; border: 1px solid var(--line); border-radius: 0.6rem; padding: 0.5rem; }
.pairs .faces { display: grid; grid-template-columns: 1fr 1fr; gap: 0.35rem; }
.pairs img, .pairs .missing { width: 100%; aspect-ratio: 1; object-fit: contain; border-radius: 0.35rem; background: var(--paper); }
.pairs figcaption strong { display: block; font-size: 0.95rem; }
.pairs figcaption { font-size: 0.8rem; overflow-wrap: anywhere; margin-top: 0.35rem; line-height: 1.35; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.2rem; margin: 0.5rem 0; }
dt { color: var(--ink-soft); } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr; } dt { margin-top: 0.4rem; } .lead { font-size: 1.3rem; } }
@media print {
  :root {
    color-scheme: light;
    --paper: #ffffff; --surface: #ffffff; --ink: #000000; --ink-soft: #444444; --line: #bbbbbb;
    --raw: #b45309; --normalised: #2f4bc7; --mated: #0e6b3a; --non-mated: #a51f1c;
    --notice: #ffffff; --on-notice: #000000;
  }
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  .banner { border: 2px solid; }
  section { border: 0; padding: 0; margin: 1.2rem 0; }
  figure, tr, .cards li { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .key, svg, img { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
