// Theme, connection state, a name that is being typed, what failed, a screen on a wall. Everything else on the pages is plain HTML and htmx.

{
  const root = document.documentElement
  // A cookie, so that the page on board comes in the palette that was chosen: a dark bridge sees no white flash.
  const remember = (theme) => {
    // The Cookie Store is for secure contexts alone, and a page on board comes by plain HTTP.
    Reflect.set(document, 'cookie', `wk-theme=${theme}; Path=/; Max-Age=31536000; SameSite=Lax`)
  }
  root.dataset.theme = /(?:^|; )wk-theme=(\w+)/.exec(document.cookie)?.[1] ?? 'auto'

  const LOST_AFTER_MS = 12_000
  /** So long after a key or a finger somebody may be reading what came of it. */
  const IN_USE_MS = 30_000
  /** A page that was just loaded again does not do it by itself so soon. */
  const RELOADED_MS = 600_000

  function offerThemes() {
    const choice = document.querySelector('[data-theme-choice]')
    const select = choice?.querySelector('select')
    if (!select) return
    choice.hidden = false
    select.value = root.dataset.theme
    select.addEventListener('change', () => {
      root.dataset.theme = select.value
      remember(select.value)
    })
  }

  // The stream sends `tick` with the hub's time every few seconds, and only while what it shows is fresh.
  function watchConnection() {
    const live = document.getElementById('live')
    const label = document.querySelector('[data-connection]')
    if (!live || !label) return
    const words = label.querySelector('[data-connection-words]')
    const clock = label.querySelector('[data-connection-time]')
    let heardAt = performance.now()
    const say = (state) => {
      root.dataset.connection = state
      const text = label.dataset[state]
      if (words.textContent !== text) words.textContent = text
    }
    say('connecting')
    live.addEventListener('tick', (event) => {
      heardAt = performance.now()
      clock.textContent = event.detail.data
      say('live')
    })
    live.addEventListener('signed-out', () => {
      location.assign(`/login?to=${encodeURIComponent(location.pathname + location.search)}`)
    })
    // Who takes a phone out of the pocket sees what was there when it went in, until news has come.
    document.addEventListener('visibilitychange', () => {
      heardAt = performance.now()
      if (!document.hidden) say('connecting')
    })
    setInterval(() => {
      if (!document.hidden && performance.now() - heardAt > LOST_AFTER_MS) say('lost')
    }, 1000)
  }

  // What is on the page, entered and not sent, or opened, would be lost with it.
  function isBegun() {
    if (document.querySelector('main details[open]')) return true
    return [...document.querySelectorAll('main :is(input, select, textarea)')].some((field) => {
      if (!(field instanceof HTMLSelectElement))
        return field.value !== field.defaultValue || field.checked !== field.defaultChecked
      const drawn = [...field.options].findIndex((option) => option.defaultSelected)
      return field.selectedIndex !== Math.max(0, drawn)
    })
  }

  // Over an upgrade of the hub an open page keeps the looks and the script of the program before: it loads itself anew
  // where nobody is in the middle of something, and says to whoever is that it should be loaded.
  function followUpgrades() {
    const live = document.getElementById('live')
    const own = live?.dataset.edition
    if (!own) return
    const isWall = document.querySelector('[data-wall="true"]') !== null
    let serving = own
    let touchedAt = Number.NEGATIVE_INFINITY
    for (const touch of ['keydown', 'pointerdown', 'wheel'])
      document.addEventListener(touch, () => (touchedAt = performance.now()), { passive: true })
    const isInUse = () => !isWall && (performance.now() - touchedAt < IN_USE_MS || isBegun())
    // Behind a proxy two programs may answer in turn, for as long as they like.
    const mayReload = () => {
      const [loaded] = performance.getEntriesByType('navigation')
      return (loaded?.type ?? 'reload') !== 'reload' || performance.now() > RELOADED_MS
    }
    // Also that there is a page to be had: what a browser says instead of one never loads itself again.
    async function isNewThere() {
      const answer = await fetch(location.href).catch(() => null)
      return answer?.ok && !answer.redirected && !(await answer.text()).includes(`data-edition="${own}"`)
    }

    const mark = document.createElement('div')
    mark.setAttribute('role', 'status')
    document.body.append(mark)
    function show(isShown) {
      if (isShown === (mark.className !== '')) return
      mark.className = isShown ? 'toast' : ''
      const words = document.createElement('p')
      const load = document.createElement('button')
      words.textContent = `There is a newer version of this page.${isBegun() ? ' Finish first what you have begun: it is not kept.' : ''}`
      load.type = 'button'
      load.textContent = 'Load it'
      load.addEventListener('click', () => location.reload())
      mark.replaceChildren(...(isShown ? [words, load] : []))
    }

    live.addEventListener('edition', (event) => (serving = event.detail.data))
    live.addEventListener('tick', async () => {
      if (serving === own) show(false)
      else if (isInUse() || !mayReload()) show(!isWall)
      else if ((await isNewThere()) && !isInUse()) location.reload()
    })
  }

  // While a name is being typed, what is on the page narrows down; sent off, the hub looks through the whole fleet.
  function narrowAsTyped() {
    const input = document.querySelector('[data-narrows]')
    if (!input) return
    const sheet = new CSSStyleSheet()
    document.adoptedStyleSheets.push(sheet)
    let tall = 0
    input.addEventListener('input', () => {
      // Rows share the height of the screen: those that stay are to keep theirs.
      if (sheet.cssRules.length === 0) tall = document.querySelector('.tile')?.offsetHeight
      const fits = `[data-name*="${CSS.escape(input.value.trim())}" i]`
      sheet.replaceSync(
        input.value.trim() === ''
          ? ''
          : `[data-name]:not(${fits}), .group:not(:has(${fits})) { display: none }
             .grid:not(:has(${fits})) .unfound { display: block }
             .places { --row: ${tall}px }`,
      )
      if (input.value === '' && input.defaultValue !== '') input.form.requestSubmit()
    })
    // The address says what was chosen, and nothing of what was not.
    input.form.addEventListener('formdata', ({ formData }) => {
      for (const [name, value] of [...formData]) if (value === '') formData.delete(name)
    })
    input.form.addEventListener('change', ({ target }) => {
      if (target instanceof HTMLSelectElement) input.form.requestSubmit()
    })
  }

  // Browsers show days and times as their language does: the label of each says it as the pages do.
  function echoTimes() {
    const say = ({ target: { form } }) => {
      const zone = form?.elements.namedItem('zone')?.value
      for (const echo of form?.querySelectorAll('[data-echo]') ?? []) {
        const value = document.getElementById(echo.dataset.echo)?.value.replace('T', ' ') ?? ''
        const clock = zone === undefined ? '' : ` ${zone === 'UTC' ? zone : echo.dataset.board}`
        echo.textContent = value === '' ? '' : value + clock
      }
    }
    document.addEventListener('input', say)
    document.addEventListener('change', say)
  }

  // What was sent and not done must not pass for done; the page stays, with what was entered.
  function sayWhatFailed() {
    const say = (words) => {
      document.querySelector('.toast[role="alert"]')?.remove()
      const toast = document.createElement('div')
      const text = document.createElement('p')
      const close = document.createElement('button')
      toast.className = 'toast'
      toast.setAttribute('role', 'alert')
      text.textContent = `${words} Nothing was changed here; what you entered is still there.`
      close.type = 'button'
      close.textContent = 'Close'
      close.addEventListener('click', () => toast.remove())
      toast.append(text, close)
      document.body.append(toast)
    }
    const isSent = (ctx) => ctx?.sourceElement?.closest('form')?.method === 'post'
    document.addEventListener('htmx:response:error', ({ detail: { ctx } }) => {
      if (!isSent(ctx) || [409, 422].includes(ctx.response.status)) return
      const page = new DOMParser().parseFromString(ctx.text ?? '', 'text/html')
      const words = [...page.querySelectorAll('main h1, main h1 + p')].map((one) => one.textContent.trim())
      say(words.length > 0 ? words.join(': ') : `The hub answered with status ${ctx.response.status}.`)
    })
    document.addEventListener('htmx:error', ({ detail: { ctx } }) => {
      if (isSent(ctx)) say('The hub could not be reached.')
    })
  }

  // What was pressed goes with what takes its place. Who does without a mouse goes on there; where it does not call any more, with the next
  // that does. News takes the focus from nobody either.
  function keepFocus() {
    const places = new WeakMap()
    const isLost = () => document.activeElement === null || document.activeElement === document.body
    document.addEventListener('htmx:before:swap', ({ detail: { ctx } }) => {
      const isSent = ctx.request?.method === 'POST'
      const from = isSent ? ctx.sourceElement : document.activeElement
      places.set(ctx, { id: from?.closest('[tabindex="-1"][id]')?.id, own: from?.id, isSent })
    })
    document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
      const { id = '', own = '', isSent } = places.get(ctx) ?? {}
      const place = document.getElementById(id)
      if (!isLost() || !place) return
      if (isSent) goOn(place)
      else (document.getElementById(own) ?? place).focus({ preventScroll: true })
    })
  }

  function goOn(place) {
    const calls = [...document.querySelectorAll('[data-calls="true"]')]
    const isAfter = (one) => place.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING
    const next = place.dataset.calls === 'false' ? (calls.find(isAfter) ?? calls[0] ?? place) : place
    const target = next.querySelector('[aria-invalid="true"], .preview[data-edited="true"]') ?? next
    target.focus({ preventScroll: true })
    const seen = target === next ? (next.querySelector('h3, h4') ?? next) : target
    seen.scrollIntoView({ block: 'nearest' })
  }

  // Who opens something at the foot of the screen sees that it opened.
  function showWhatOpens() {
    const opened = ({ target }) => {
      if (!target.open || !target.matches('.decide, .actions > details')) return
      target.firstElementChild.scrollIntoView({ block: 'nearest' })
    }
    document.addEventListener('toggle', opened, true)
  }

  // What came onto the page since it was loaded was drawn for many sessions: the key of this one goes with it when it is sent.
  document.addEventListener('formdata', ({ target, formData }) => {
    const key = document.querySelector('meta[name="form-key"]')?.content
    if (key && target.method === 'post') formData.set('form-key', key)
  })

  // A screen on a wall is not to fall asleep, where the browser lets a page ask for that.
  function keepAwake() {
    if (!document.querySelector('[data-wall="true"]') || !navigator.wakeLock) return
    const ask = () => {
      if (!document.hidden) navigator.wakeLock.request('screen').catch(() => {})
    }
    ask()
    document.addEventListener('visibilitychange', ask)
  }

  document.addEventListener('DOMContentLoaded', () => {
    offerThemes()
    watchConnection()
    followUpgrades()
    narrowAsTyped()
    sayWhatFailed()
    echoTimes()
    keepFocus()
    showWhatOpens()
    keepAwake()
  })
}
