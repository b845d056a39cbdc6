/** The style of every report: readable on a phone, in dark mode and on paper; contrast at least 4.5 to 1. */
export const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --page: #f6f7f9; --card: #fff; --line: #d8dee4;
  --good: #116329; --bad: #a40e26; --wait: #7a4d00; --bar: #2da44e; --track: #dfe4ea; --tint: #eef4ff; --accent: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa6b2; --page: #0d1117; --card: #161b22; --line: #30363d;
  --good: #56d364; --bad: #ff8e8e; --wait: #e3b341; --bar: #3fb950; --track: #30363d; --tint: #17233a; --accent: #79b8ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
header, main, footer { max-width: 52rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.5rem; }
h1 { font-size: 1.35rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 0; }
h3 { font-size: 1rem; margin: 1.2rem 0 .4rem; }
.body > h3:first-child { margin-top: .2rem; }
p { margin: .4rem 0; }
.soft { color: var(--soft); }
.score { font-size: 2.6rem; font-weight: 700; line-height: 1.2; margin: .25rem 0 .4rem; }
.score small { font-size: 1.1rem; font-weight: 400; color: var(--soft); }
.bar { display: block; width: 100%; height: .6rem; background: var(--track); border-radius: .3rem; }
.bar rect { fill: var(--bar); }
section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin: 1rem 0; }
.head { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; align-items: baseline; margin-bottom: .4rem; }
.points { font-weight: 600; white-space: nowrap; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: 600; padding-bottom: .4rem; }
th, td { text-align: left; padding: .35rem .6rem .35rem 0; border-top: 1px solid var(--line); vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tr > :last-child { padding-right: 0; }
a { color: var(--accent); text-underline-offset: .15em; text-decoration-thickness: 1px; }
tbody th { font-weight: 500; position: relative; padding-left: 1.5rem; }
.mark { position: absolute; left: 0; font-weight: 600; }
tbody tr:hover { background: var(--tint); }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .92em; }
.checks { list-style: none; margin: .6rem 0 0; padding: 0; }
.checks > li { border-top: 1px solid var(--line); }
summary { cursor: pointer; padding: .5rem 0; }
details > .checks { margin: 0 0 0 1.1rem; }
summary:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .2rem; }
.state { font-weight: 600; }
.passed { color: var(--good); } .failed { color: var(--bad); } .waits { color: var(--wait); }
.body { padding: 0 0 .8rem 1.1rem; }
.hint { background: var(--tint); border-left: .25rem solid var(--accent); padding: .5rem .75rem; border-radius: .25rem; }
.maps { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .6rem; margin: .6rem 0 0; max-width: 34rem; }
figure { margin: 0; font-size: .85rem; }
figure img { width: 100%; height: auto; image-rendering: pixelated; border: 1px solid var(--line); display: block; }
figcaption strong { display: block; }
ul.plain { margin: .3rem 0; padding-left: 1.2rem; }
dl { display: grid; grid-template-columns: minmax(7rem, auto) 1fr; gap: .25rem .9rem; margin: .4rem 0; }
dt { color: var(--soft); } dd { margin: 0; }
footer { padding-bottom: 2rem; font-size: .9rem; color: var(--soft); }
@media (max-width: 30rem) { dl.long { grid-template-columns: 1fr; } .long dd { margin-bottom: .4rem; } .score { font-size: 2.1rem; } .body { padding-left: 0; } details > .checks { margin-left: 0; } }
@media print { body { background: #fff; } section { break-inside: avoid; } }
`;
