// Plain JavaScript that any Node can parse, so that an old one can say what is wrong instead of failing on a type.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 24 || (major === 24 && minor < 21)) {
  console.error(
    `watchkeeper needs Node 24.21 or newer, this is ${process.versions.node}. ` +
      'Use `npm start`, `npm test`, `npm run -s watchkeeper -- ...` or `npx watchkeeper ...` after `npm ci` without --ignore-scripts: that brings its own Node.',
  )
  process.exit(2)
}
