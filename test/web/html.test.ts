import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Hole, html } from '../../web/html.ts'

const EVIL = `"><script>alert(1)</script>&'`

describe('the html tag', () => {
  test('escapes what is put into text and into attributes', () => {
    assert.equal(String(html`<p title="${EVIL}">${EVIL}</p>`).includes('<script'), false)
    assert.equal(String(html`<b>${'<&>"'}</b>`), '<b>&lt;&amp;&gt;&quot;</b>')
  })

  test('lets nothing out of its hole, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const made = String(html`<a title="${text}">${text}</a>`)
        assert.equal(made.match(/</g)?.length, 2)
        assert.equal(made.match(/"/g)?.length, 2)
      }),
    )
  })

  test('joins lists and nested markup, and prints nothing for what is absent', () => {
    const items = ['a', 'b'].map((item) => html`<li>${item}</li>`)
    assert.equal(String(html`<ul>${items}${null}${undefined}${false}</ul>`), '<ul><li>a</li><li>b</li></ul>')
  })

  const name = 'x'
  const refused: readonly (readonly [string, () => unknown])[] = [
    ['a hole in an unquoted attribute', () => html`<p class=${name}></p>`],
    ['a hole in single quotes', () => html`<p class='${name}'></p>`],
    ['a bare hole inside a tag', () => html`<p ${name}></p>`],
    ['a hole as a tag name', () => html`<${name}></p>`],
    ['an event handler', () => html`<p onclick="go()"></p>`],
    ['an event handler of htmx', () => html`<p hx-on:click="go()"></p>`],
    ['evaluated values of htmx', () => html`<p hx-vals="js:{}"></p>`],
    ['an inline style', () => html`<p style="color: red"></p>`],
    ['an inline script', () => html`<script>go()</script>`],
    ['a hole inside a script', () => html`<script>${name}</script>`],
    ['a style element', () => html`<style>p { color: red }</style>`],
    ['a comment', () => html`<!-- ${name} -->`],
    ['a tag that goes on in another template', () => html`<p class="${name}"`],
    ['markup inside an attribute', () => html`<p title="${html`<b>x</b>`}"></p>`],
    ['an address that runs a script', () => html`<a href="${'javascript:alert(1)'}">x</a>`],
    ['a promise in a hole', () => html`<p>${Promise.resolve('x') as unknown as Hole}</p>`],
  ]
  for (const [what, make] of refused) test(`refuses ${what}`, () => assert.throws(make))

  test('accepts what the pages need', () => {
    const made = html`<a class="tile ${name}" href="${'/vessels/a'}" data-n="${3}">x</a><script src="${'/a.js'}" defer></script>`
    assert.equal(
      String(made),
      '<a class="tile x" href="/vessels/a" data-n="3">x</a><script src="/a.js" defer></script>',
    )
  })
})
