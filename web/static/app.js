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

  // While a name is being typed, what is on the page narrows down; sent off, the hub looks through the whole fleet.
  function narrowAsTyped() {
    const input = document.querySelector('[data-narrows]')
    if (!input) return
    const sheet = new CSSStyleSheet()
    document.adoptedStyleSheets.push(sheet)
    input.addEventListener('input', () => {
      const fits = `[data-name*="${CSS.escape(input.value.trim())}" i]`
      sheet.replaceSync(
        input.value.trim() === ''
          ? ''
          : `[data-name]:not(${fits}), .group:not(:has(${fits})) { display: none }
             .grid:not(:has(${fits})) .unfound { display: block }`,
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

  // What was sent and not done must not pass for done; the page stays, with what was entered.
  function sayWhatFailed() {
    const say = (words) => {
      document.querySelector('.toast')?.remove()
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
    narrowAsTyped()
    sayWhatFailed()
    keepAwake()
    document.querySelector('.sections [aria-current="page"]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  })
}
