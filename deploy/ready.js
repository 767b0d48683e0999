// Plain JavaScript that any Node can parse, so that what is missing is said before something fails for want of it.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 24 || (major === 24 && minor < 21)) {
  refuse(
    `watchkeeper needs Node 24.21 or newer, this is ${process.versions.node}. ` +
      'Use `npm start`, `npm test`, `npm run -s watchkeeper -- ...` or `npx watchkeeper ...` after `npm ci` without --ignore-scripts: that brings its own Node.',
  )
}
try {
  import.meta.resolve('commander')
} catch {
  refuse('watchkeeper finds none of the packages that it needs: run `npm ci` in its folder first.')
}

function refuse(why) {
  console.error(why)
  process.exit(2)
}
