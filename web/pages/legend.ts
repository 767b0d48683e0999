import { type Html, html } from '../html.ts'
import { type StretchLook, strip } from '../strip.ts'

/** What the figures mean and how the pictures are to be read: once on the page, under everything else. */
export const legend = (): Html => html`<details class="panel" id="legend"><summary>How to read this page</summary>
<div class="prose">
<h3>The three figures</h3>
<dl class="terms">
<div><dt>Uptime</dt><dd>Up ÷ (up + down) by what is known best: what was measured on board, and silence as down until it is told. The SLA is judged by it. What stands beneath it says where the truth can lie while some of the time is not known, and which of the other figures differ.</dd></div>
<div><dt>Measured</dt><dd>From measurements alone. Silence that was never told is left out.</dd></div>
<div><dt>Observed</dt><dd>As shore could see it at the time: a silence stays down for ever, whatever was told of it later.</dd></div>
<div><dt>Coverage</dt><dd>How much of the counted time is known, up or down.</dd></div>
<div><dt>Not counted</dt><dd>Before the vessel or the component was in service, out of service, and excused.</dd></div>
</dl>
<h3>The last 24 hours as a strip</h3>
<ul class="terms">${KEYS.map(
  ({ name, look, excused, words }) =>
    html`<li>${strip({ from: 0, to: 1440 }, [{ from: 0, to: 1440, look, excused }], name)}<p><strong>${name}</strong> ${words}</p></li>`,
)}</ul>
<h3>When a silent vessel is heard again</h3>
<p>It tells what was measured on board meanwhile, which takes the place of the silence to the second. Until it has told, it is said to be telling, and what is missing is no data.</p>
</div></details>`

type Key = { readonly name: string; readonly look: StretchLook; readonly excused: boolean; readonly words: string }

const KEYS: readonly Key[] = [
  { name: 'Up', look: 'up', excused: false, words: 'measured on board.' },
  { name: 'Down', look: 'down', excused: false, words: 'measured on board.' },
  {
    name: 'Silent',
    look: 'silent',
    excused: false,
    words: 'no message comes; it counts as down until the vessel has told what was measured.',
  },
  { name: 'No data', look: 'unknown', excused: false, words: 'nobody knows, counted as neither.' },
  { name: 'Not counted', look: 'down', excused: true, words: 'whatever was measured: excused or out of service.' },
]
