// Theme and connection state. Everything else on the pages is plain HTML and htmx.

{
  const root = document.documentElement
  const remembered = {
    get: () => {
      try {
        return localStorage.getItem('watchkeeper-theme')
      } catch {
        return null
      }
    },
    set: (theme) => {
      try {
        localStorage.setItem('watchkeeper-theme', theme)
      } catch {
        // A browser that keeps nothing still gets the theme for this page.
      }
    },
  }

  // Before the first paint, so that a dark bridge sees no white flash.
  root.dataset.theme = remembered.get() ?? 'auto'

  const LOST_AFTER_MS = 12_000

  function offerThemes() {
    const choice = document.querySelector('[data-theme-choice]')
    const select = choice?.querySelector('select')
    if (!select) return
    choice.hidden = false
    select.value = root.dataset.theme
    select.addEventListener('change', () => {
      root.dataset.theme = select.value
      remembered.set(select.value)
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
    document.addEventListener('visibilitychange', () => {
      heardAt = performance.now()
    })
    setInterval(() => {
      if (!document.hidden && performance.now() - heardAt > LOST_AFTER_MS) say('lost')
    }, 1000)
  }

  document.addEventListener('DOMContentLoaded', () => {
    offerThemes()
    watchConnection()
  })
}
