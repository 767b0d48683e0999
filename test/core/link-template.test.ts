import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkProblem, linkTo } from '../../shared/link-template.ts'

const AURORA = { vessel: 'mv-aurora', name: 'MV Aurora & Co', imo: null, group: 'North Sea' }

test('a template becomes the address of one vessel, its values written so that they stay values', () => {
  const template = 'https://grafana.example.com/d/x?var-vessel={vessel}&name={name}&imo={imo}&g={group}'
  assert.equal(linkProblem(template), null)
  assert.equal(
    linkTo(template, AURORA),
    'https://grafana.example.com/d/x?var-vessel=mv-aurora&name=MV%20Aurora%20%26%20Co&imo=&g=North%20Sea',
  )
})

test('only http and https to a host that the template itself names are taken', () => {
  for (const wrong of ['javascript:alert(1)', 'ftp://x/{vessel}', '//x/{vessel}', '/d/{vessel}', 'https://{name}/', ''])
    assert.match(linkProblem(wrong) ?? 'none', /must be an http or https address/, wrong)
  assert.equal(linkProblem('http://localhost:3000/'), null)
})

test('a name that is not known is named', () => {
  assert.match(linkProblem('https://x/{ship}') ?? '', /not \{ship\}/)
})
